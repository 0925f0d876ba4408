package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.intent.IntentId;
import tallystick.crypto.hash.Digest32;

/// Asks on a judgement's behalf and notes every answer: what was never asked cannot have mattered, and what was stands
/// in the trace.
final class Consulted {
    private final Circumstances circumstances;
    private final Instant now;
    private final Map<Question, Object> answers = new HashMap<>();
    private final Map<Account, Optional<KnownAccounts.Entry>> entries = new HashMap<>();
    private final SortedMap<String, String> notes = new TreeMap<>();

    /// @param about whom or what, in the order of the words
    private record Question(String words, List<?> about) {
        @Override
        public String toString() {
            return words.formatted(about.toArray());
        }
    }

    Consulted(Circumstances circumstances, Instant now) {
        this.circumstances = circumstances;
        this.now = now;
    }

    /// Every answer by its question, in the order of the questions.
    SortedMap<String, String> notes() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(notes));
    }

    Fact<BigDecimal> price(Asset asset, String currency) {
        return fact("price of %s in %s", List.of(asset, currency), () -> sound(asset, currency));
    }

    /// A price of nothing or less is a price that nobody can have meant.
    private Fact<BigDecimal> sound(Asset asset, String currency) {
        var price = circumstances.facts().price(asset, currency);
        return price instanceof Fact.Known<BigDecimal>(var value, var _) && value.signum() <= 0
                ? new Fact.Missing<>()
                : price;
    }

    Fact<FactSource.Risk> risk(IntentId intent) {
        return fact("risk", List.of(), () -> circumstances.facts().risk(intent));
    }

    Fact<FactSource.Risk> risk(Account account) {
        return fact("risk of %s", List.of(account), () -> circumstances.facts().risk(account));
    }

    Fact<Boolean> isScreened(Account account) {
        return fact(
                "screening of %s", List.of(account), () -> circumstances.facts().isScreened(account));
    }

    Fact<Instant> codeSince(Account contract) {
        return fact("code of %s", List.of(contract), () -> circumstances.facts().codeSince(contract));
    }

    Fact<NavigableSet<String>> changes(List<Digest32> digests) {
        return fact("changes", List.of(), () -> circumstances.facts().changes(digests));
    }

    Fact<Boolean> isTravelRuleMet(IntentId intent) {
        return fact("travel rule", List.of(), () -> circumstances.facts().isTravelRuleMet(intent));
    }

    Fact<Boolean> hasSourceEvent(IntentId intent) {
        return fact("source event", List.of(), () -> circumstances.facts().hasSourceEvent(intent));
    }

    /// Asked by many rules: remembered by the account itself.
    Optional<KnownAccounts.Entry> entry(Account account) {
        return entries.computeIfAbsent(account, this::asked);
    }

    private Optional<KnownAccounts.Entry> asked(Account account) {
        return optional(
                "address book on %s",
                List.of(account), () -> circumstances.accounts().entry(account));
    }

    Optional<String> resembled(Account account) {
        return optional(
                "resembled by %s",
                List.of(account), () -> circumstances.accounts().resembled(account));
    }

    Optional<IntentId> duplicate(
            IntentId intent, Account destination, Asset asset, BigInteger amount, Duration within) {
        return optional(
                "the same %s of %s to %s within %s",
                List.of(amount, asset, destination, within),
                () -> circumstances.past().duplicate(intent, destination, asset, amount, now, within));
    }

    private <T> Fact<T> fact(String words, List<?> about, Supplier<Fact<T>> asked) {
        return answer(new Question(words, about), asked, fact -> switch (fact) {
            case Fact.Known<T>(var value, var at) -> "%s at %s".formatted(value, at);
            case Fact.Missing<T>() -> "missing";
            case Fact.Expired<T>() -> "expired";
        });
    }

    private <T> Optional<T> optional(String words, List<?> about, Supplier<Optional<T>> asked) {
        return answer(
                new Question(words, about),
                asked,
                found -> found.map(Object::toString).orElse("none"));
    }

    /// A question has one type of answer, for its words say what is asked.
    @SuppressWarnings("unchecked")
    private <A> A answer(Question question, Supplier<A> asked, Function<A, String> told) {
        return (A) answers.computeIfAbsent(question, _ -> {
            var answer = asked.get();
            notes.put(question.toString(), told.apply(answer));
            return answer;
        });
    }
}
