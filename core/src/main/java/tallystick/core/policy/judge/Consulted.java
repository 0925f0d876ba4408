package tallystick.core.policy.judge;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import tallystick.core.approval.Subject;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Facts;
import tallystick.core.facts.Lookup;
import tallystick.core.facts.Topic;
import tallystick.core.intent.IntentId;
import tallystick.crypto.hash.Digest32;

/// Asks on a judgement's behalf and notes every answer: what was never asked cannot have mattered, and what was stands
/// in the trace.
final class Consulted {
    private final Circumstances circumstances;
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

    Consulted(Circumstances circumstances) {
        this.circumstances = circumstances;
    }

    /// Whether more was asked than is looked into.
    boolean isTooMuch() {
        return answers.size() > Judge.QUESTIONS_MAX;
    }

    /// Every answer by its question, in the order of the questions.
    SortedMap<String, String> notes() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(notes));
    }

    Lookup<Claim.Price> price(Asset asset, String currency) {
        return fact("price of %s in %s", List.of(asset, currency), facts -> facts.price(asset, currency));
    }

    Lookup<Claim.Risk> risk(IntentId intent) {
        return fact("risk", List.of(), facts -> facts.risk(new Topic.Request(intent.value())));
    }

    Lookup<Claim.Risk> risk(Account account) {
        return fact("risk of %s", List.of(account), facts -> facts.risk(new Topic.Party(account)));
    }

    Lookup<Claim.Screening> screening(Account account) {
        return fact("screening of %s", List.of(account), facts -> facts.screening(account));
    }

    Lookup<Claim.Code> code(Account contract) {
        return fact("code of %s", List.of(contract), facts -> facts.code(contract));
    }

    /// Nobody signs for more digests than an intent can have.
    Lookup<Claim.Changes> changes(List<Digest32> digests) {
        return fact(
                "changes",
                List.of(),
                facts -> Subject.isCount(digests.size())
                        ? facts.changes(Subject.hash(digests))
                        : new Lookup.Missing<>());
    }

    Lookup<Claim.TravelRule> travelRule(IntentId intent) {
        return fact("travel rule", List.of(), facts -> facts.travelRule(intent.value()));
    }

    Lookup<Claim.SourceEvent> sourceEvent(IntentId intent) {
        return fact("source event", List.of(), facts -> facts.sourceEvent(intent.value()));
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

    Optional<IntentId> duplicate(Past.Payment payment, Duration within) {
        return optional(
                "the same %s of %s to %s within %s",
                List.of(payment.amount(), payment.asset(), payment.destination(), within),
                () -> circumstances.past().duplicate(payment, within));
    }

    private <C extends Claim> Lookup<C> fact(String words, List<?> about, Function<Facts, Lookup<C>> asked) {
        return answer(new Question(words, about), () -> asked.apply(circumstances.facts()), fact -> switch (fact) {
            case Lookup.Known<C>(var claim, var at, var expiresAt, var by) ->
                "%s at %s until %s by %s".formatted(said(claim), at, expiresAt, by);
            case Lookup.Missing<C>() -> "missing";
            case Lookup.Expired<C>() -> "expired";
        });
    }

    private static String said(Claim claim) {
        return switch (claim) {
            case Claim.Price(var _, var _, var price) -> price.toPlainString();
            case Claim.Risk(var _, var score, var reasons) -> "%d for %s".formatted(score, reasons);
            case Claim.Screening(var _, var lists, var snapshot) -> "%s in %s".formatted(lists, snapshot);
            case Claim.Code(var _, var hash, var since) -> "%s since %s".formatted(hash, since);
            case Claim.Changes(var _, var changes) -> changes.toString();
            case Claim.SourceEvent(var _, var source, var event) -> "%s of %s".formatted(event, source);
            case Claim.Counterparty(var _, var name) -> name;
            case Claim.TravelRule(var _, var provider) -> provider;
        };
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
