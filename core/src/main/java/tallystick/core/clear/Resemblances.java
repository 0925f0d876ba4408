package tallystick.core.clear;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;

/// Finds what passes for something the organisation knows: addresses that begin and end like a named one, names that
/// look like another name, texts that imitate a name.
///
/// **Timing** linear in the number of names and in that of the accounts shown: a stranger says how many are shown, and
/// every node that decides writes them down.
final class Resemblances {
    private static final int LABEL_CHARACTERS_MIN = 4;
    private static final int TEXT_CHARACTERS_MAX = 64 * 1024;

    private final Knowledge knowledge;
    private final List<Account> named;

    Resemblances(Knowledge knowledge) {
        this.knowledge = knowledge;
        this.named = knowledge.named().stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    /// @param shown the accounts of the text, each once
    /// @param texts the strangers' texts of it
    List<Warning> warnings(Set<Account> shown, Collection<String> texts) {
        var warnings = new ArrayList<Warning>();
        var byEnds = new HashMap<String, List<Account>>();
        for (var account : named)
            byEnds.computeIfAbsent(AddressText.of(account).ends(), _ -> new ArrayList<>())
                    .add(account);
        var skeletons =
                shown.stream().anyMatch(account -> knowledge.labelOf(account).isPresent())
                        ? skeletons()
                        : Map.<String, List<Account>>of();
        for (var account : shown) {
            var body = AddressText.of(account);
            for (var other : byEnds.getOrDefault(body.ends(), List.of()))
                if (other.chain().namespace().equals(account.chain().namespace())
                        && body.looksLike(AddressText.of(other))) warnings.add(lookAlike(account, other));
            knowledge
                    .labelOf(account)
                    .ifPresent(label -> skeletons.getOrDefault(Skeleton.of(label), List.of()).stream()
                            .filter(other -> !other.address().equals(account.address()))
                            .forEach(other -> warnings.add(confusable(account, other))));
        }
        imitations(texts, warnings);
        return warnings;
    }

    private Map<String, List<Account>> skeletons() {
        var skeletons = new HashMap<String, List<Account>>();
        for (var account : named)
            skeletons
                    .computeIfAbsent(Skeleton.of(label(account)), _ -> new ArrayList<>())
                    .add(account);
        return skeletons;
    }

    private Warning lookAlike(Account account, Account known) {
        return new Warning(
                Warning.Severity.DANGER,
                "LOOKALIKE_ADDRESS",
                account.address() + " is not " + known.address() + ", which is " + quoted(known)
                        + ", but begins and ends like it: compare every character.");
    }

    private Warning confusable(Account account, Account other) {
        return new Warning(
                Warning.Severity.ATTENTION,
                "CONFUSABLE_LABELS",
                "The name " + quoted(account) + " of " + account.address() + " looks like the name " + quoted(other)
                        + " of " + other.address() + ".");
    }

    private void imitations(Collection<String> texts, List<Warning> warnings) {
        if (texts.isEmpty()) return;
        var plain = new StringBuilder();
        for (var text : texts)
            if (plain.length() < TEXT_CHARACTERS_MAX)
                // No more of it than is shown: a long text would hide those that follow.
                plain.append(text, 0, shownLength(text)).append('\n');
        var skeleton = Skeleton.of(plain.toString());
        var lower = plain.toString().toLowerCase(Locale.ROOT);
        for (var account : named) {
            var label = label(account);
            if (label.length() < LABEL_CHARACTERS_MIN) continue;
            if (count(skeleton, Skeleton.of(label)) > count(lower, label.toLowerCase(Locale.ROOT)))
                warnings.add(new Warning(
                        Warning.Severity.DANGER,
                        "TEXT_IMITATES_LABEL",
                        "A text in the bytes imitates the name " + quoted(account) + " without being it."));
        }
    }

    private static int shownLength(String text) {
        return text.codePointCount(0, text.length()) <= SafeText.LENGTH_CHARACTERS_MAX
                ? text.length()
                : text.offsetByCodePoints(0, SafeText.LENGTH_CHARACTERS_MAX);
    }

    private static int count(String text, String part) {
        var count = 0;
        if (part.isEmpty()) return count;
        for (var at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) count++;
        return count;
    }

    private String label(Account account) {
        return knowledge.labelOf(account).orElse("");
    }

    private String quoted(Account account) {
        return SafeText.of(label(account)).quoted();
    }
}
