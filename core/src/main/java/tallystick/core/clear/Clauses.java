package tallystick.core.clear;

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
                    case Term.Order(var what, var of, var at, var key, var number) ->
                        "ORDER: Counts once and in its turn, as " + words.bare(what) + " number " + number
                                + key.map(each -> " under key " + each).orElse("") + " of " + words.account(of)
                                + at(at) + ".";
                    case Term.Once(var what, var of, var at, var mark) ->
                        "ORDER: Counts once, in no order, as " + words.bare(what) + " of " + words.account(of)
                                + " with number " + words.bare(mark) + at(Optional.of(at)) + ".";
                    case Term.NotBefore(var field, var at, var moment, var included) ->
                        "TIME: " + (included ? "Does not count before " : "Counts only after ") + text(moment)
                                + source(field, at) + ".";
                    case Term.NotAfter(var field, var at, var moment, var included) ->
                        "TIME: "
                                + moment.map(end -> end.isNever()
                                                ? "Never ends: " + text(end)
                                                : (included ? "Does not count after " : "Counts only before ")
                                                        + text(end))
                                        .orElse("Never ends: 0 stands for no end")
                                + source(field, at) + ".";
                    case Term.Aged(var inputs, var amount, var inBlocks) ->
                        "TIME: Counts only " + amount + (inBlocks ? " block" : " second")
                                + (amount.equals(BigInteger.ONE) ? "" : "s") + " after " + inputs
                                + " of the outputs that it spends came into a block.";
                    case Term.While(var what, var keeper, var value) ->
                        "TIME: Counts only as long as "
                                + keeper.map(words::account).orElse("the chain") + " keeps the "
                                + words.bare(what) + " "
                                + value.map(words::bare).orElse("that is filled in when it is signed") + ".";
                });
    }

    /// What the terms call for.
    static List<Warning> warnings(List<Term> terms) {
        var found = new ArrayList<Warning>();
        if (terms.stream().anyMatch(term -> term instanceof Term.NotAfter end && end.isEndless()))
            found.add(new Warning(
                    Warning.Severity.ATTENTION,
                    "NO_END",
                    "What is agreed to never ends by itself: it counts until it is used up or taken back."));
        if (Term.neverCount(terms))
            found.add(new Warning(
                    Warning.Severity.ATTENTION, "NEVER_COUNTS", "What is agreed to ends before it begins."));
        return found;
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
            case Term.Second second ->
                second.instant()
                        .map(Clauses::text)
                        .orElse(second.since1970() + " seconds since 1970 are after the year 9999");
        };
    }

    /// A moment for people and the exact number beside it.
    static String text(Instant moment) {
        return moment + " (" + moment.getEpochSecond() + " seconds since 1970)";
    }
}
