package tallystick.core.clear;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;

/// Turns terms into sentences.
final class Clauses {
    private static final int NANO_DIGITS = 9;

    private final Wording words;

    Clauses(Wording words) {
        this.words = words;
    }

    /// One term in words, behind the word for its kind. There is no default: a new kind of term does not compile until
    /// it has its sentence.
    /// @spec docs/spec/clear-text.md#CT-4 clear-text
    ClearText.Clause clause(Term term) {
        return new ClearText.Clause(
                term,
                switch (term) {
                    case Term.Part(var of, var said) -> kind(said) + "Of " + text(of) + ": " + sentence(said);
                    case Term whole -> kind(whole) + sentence(whole);
                });
    }

    private static String kind(Term term) {
        return switch (term) {
            case Term.Order _, Term.Once _ -> "ORDER: ";
            case Term.NotBefore _, Term.NotAfter _, Term.Made _, Term.Aged _, Term.While _ -> "TIME: ";
            case Term.Part(var _, var said) -> kind(said);
        };
    }

    private static String text(Term.Span of) {
        return of.first() == of.last() ? "effect " + of.first() : "effects " + of.first() + " to " + of.last();
    }

    private String sentence(Term term) {
        return switch (term) {
            case Term.Order(var what, var of, var at, var key, var number) ->
                "Counts once and in its turn, as " + words.bare(what) + " number " + number
                        + key.map(each -> " under key " + each).orElse("") + " of " + words.account(of) + at(at) + ".";
            case Term.Once(var what, var of, var at, var mark) ->
                "Counts once, in no order, as " + words.bare(what) + " of " + words.account(of) + " with number "
                        + words.bare(mark) + at(at) + ".";
            case Term.NotBefore(var field, var at, var moment, var included) ->
                (included ? "Does not count before " : "Counts only after ") + text(moment) + source(field, at) + ".";
            case Term.NotAfter(var field, var at, var moment, var included) ->
                moment.map(end -> end.isNever()
                                        ? "Never ends: " + text(end)
                                        : (included ? "Does not count after " : "Counts only before ") + text(end))
                                .orElse("Never ends: 0 stands for no end")
                        + source(field, at) + ".";
            case Term.Made(var field, var moment) ->
                "Says that it was made at " + text(moment) + source(field, Optional.empty()) + ".";
            case Term.Aged(var inputs, var amount, var inBlocks) ->
                "Counts only " + amount + (inBlocks ? " block" : " second") + (amount.equals(BigInteger.ONE) ? "" : "s")
                        + " after " + inputs + " of the outputs that it spends came into a block.";
            case Term.While(var what, var keeper, var value) ->
                "Counts only as long as "
                        + keeper.map(words::account).orElse("the chain") + " keeps the " + words.bare(what) + " "
                        + value.map(words::bare).orElse("that is filled in when it is signed") + ".";
            case Term.Part(var _, var said) -> sentence(said);
        };
    }

    /// What the terms call for: what is so of a part is not said of the whole.
    static List<Warning> warnings(List<Term> terms) {
        var found = new ArrayList<Warning>();
        var ofPart = false;
        for (var each : Term.apart(terms)) {
            if (each.stream().anyMatch(term -> term instanceof Term.NotAfter end && end.isEndless()))
                found.add(attention(
                        "NO_END",
                        ofPart
                                ? "Part of what is agreed to never ends by itself: it counts until it is used up or"
                                        + " taken back."
                                : "What is agreed to never ends by itself: it counts until it is used up or taken"
                                        + " back."));
            if (Term.neverCount(each))
                found.add(attention(
                        "NEVER_COUNTS",
                        ofPart
                                ? "Part of what is agreed to ends before it begins."
                                : "What is agreed to ends before it begins."));
            ofPart = true;
        }
        return found.stream().distinct().toList();
    }

    private static Warning attention(String code, String text) {
        return new Warning(Warning.Severity.ATTENTION, code, text);
    }

    private String at(Optional<Account> at) {
        return at.map(each -> " at " + words.account(each)).orElse("");
    }

    private String source(String field, Optional<Account> at) {
        return ", by " + words.bare(field) + at(at);
    }

    private static String text(Term.Moment moment) {
        return switch (moment) {
            case Term.Block(var height) -> "block " + height;
            case Term.Written(var instant) -> text(instant);
            case Term.Second second ->
                second.instant()
                        .map(Clauses::text)
                        .orElse(second.since1970() + " seconds since 1970 are after the year 9999");
        };
    }

    /// A moment for people and the exact number beside it.
    static String text(Instant moment) {
        var seconds =
                BigDecimal.valueOf(moment.getEpochSecond()).add(BigDecimal.valueOf(moment.getNano(), NANO_DIGITS));
        return moment + " (" + seconds.stripTrailingZeros().toPlainString() + " seconds since 1970)";
    }
}
