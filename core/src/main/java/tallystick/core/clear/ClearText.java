package tallystick.core.clear;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;

/// What signing does, in plain words: warnings first, the gravest first; then one sentence for each effect in the order
/// the chain does them, with what belongs to it on lines of its own; last, when and in which order it counts.
///
/// **Why** one text made by one function from the decoded bytes: node, console and command line show the same, byte for
/// byte, and people can compare them.
///
/// **Form** `docs/spec/clear-text.md`. Amounts are exact, with the base units beside; addresses in full, with their
/// name where one is known. A stranger's text appears only inside quotation marks and only as [SafeText].
///
/// **Threads** immutable.
///
/// @param warnings what a person should know before agreeing, the gravest first
/// @param effects one for each effect
/// @param terms one for each term
public record ClearText(List<Warning> warnings, List<Sentence> effects, List<Clause> terms) {
    /// The code of the warning that bytes are not understood.
    public static final String UNDECODED = "UNDECODED";

    /// One effect in words.
    ///
    /// @param text one sentence
    /// @param details what belongs to it, each on a line
    public record Sentence(String text, List<String> details) {
        /// Copies.
        public Sentence {
            details = List.copyOf(details);
        }
    }

    /// One term in words.
    ///
    /// @param text one sentence
    public record Clause(Term term, String text) {}

    /// Copies.
    public ClearText {
        warnings = List.copyOf(warnings);
        effects = List.copyOf(effects);
        terms = List.copyOf(terms);
    }

    /// The text of a transaction.
    ///
    /// @param signer the account whose key signs
    /// @param knowledge what makes it readable
    /// @spec docs/spec/clear-text.md#CT-1 clear-text
    /// @spec docs/spec/clear-text.md#CT-2 clear-text
    public static ClearText of(UnsignedTransaction transaction, Account signer, Knowledge knowledge) {
        return of(
                transaction.effects(signer, knowledge),
                transaction.terms(signer, knowledge),
                transaction.warnings(signer, knowledge),
                knowledge);
    }

    /// The text of effects that were taken from their bytes before.
    ///
    /// @param found warnings the chain's package gave; those of this package are added
    public static ClearText of(List<Effect> effects, List<Term> terms, List<Warning> found, Knowledge knowledge) {
        var words = new Wording(knowledge);
        var sentences = effects.stream().map(words::sentence).toList();
        var clauses = new Clauses(words);
        var written = terms.stream().map(clauses::clause).toList();
        var warnings = new ArrayList<>(found);
        if (effects.stream().anyMatch(Effect.Undecoded.class::isInstance)
                && found.stream().noneMatch(warning -> warning.code().startsWith(UNDECODED)))
            warnings.add(new Warning(
                    Warning.Severity.DANGER,
                    UNDECODED,
                    "Part of the bytes is not understood: nobody can say what signing it does."));
        warnings.addAll(Clauses.warnings(terms));
        warnings.addAll(new Resemblances(knowledge).warnings(words.accounts(), words.strangersTexts()));
        warnings.addAll(words.warnings());
        warnings.sort(Comparator.comparing(Warning::severity));
        return new ClearText(warnings.stream().distinct().toList(), sentences, written);
    }

    /// The lines, without the line ends: warnings as `DANGER CODE: text`, effects numbered from 1, details indented by
    /// three spaces, terms last. Without effects that nothing happens.
    /// @spec docs/spec/clear-text.md#CT-4 clear-text
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (var warning : warnings) lines.add(warning.severity() + " " + warning.code() + ": " + warning.text());
        if (effects.isEmpty()) lines.add("Nothing happens.");
        var number = 1;
        for (var sentence : effects) {
            lines.add(number + ". " + sentence.text());
            for (var detail : sentence.details()) lines.add("   " + detail);
            number++;
        }
        for (var clause : terms) lines.add(clause.text());
        return List.copyOf(lines);
    }

    /// The lines, each with a line feed after it.
    @Override
    public String toString() {
        return String.join("\n", lines()) + "\n";
    }
}
