package tallystick.core.policy.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import tallystick.core.policy.Signers;
import tallystick.core.policy.judge.Obligations.Release;

/// What the rules that admit ask for, as choices: of several that admit the same thing one is enough, and what
/// different things need adds up.
///
/// **Why** choices, and neither all of them nor the easiest: with one rule that admits less there are fewer choices,
/// and nothing becomes easier by it.
///
/// **Form** none that another makes easier, at most 256. Of more the rest is left out: each of those that stay is
/// enough for itself, so that what is left out keeps signing sets away and lets none through.
final class Releases {
    private static final int CHOICES_MAX = 256;

    /// What makes another easier stands before it.
    private static final Comparator<Release> EASIEST_FIRST = Comparator.comparing(
                    (Release each) -> each.signers().minWeight())
            .thenComparing(each -> each.signers().mustInclude().size())
            .thenComparing(each -> each.expiresAt().orElse(Instant.MAX), Comparator.reverseOrder())
            .thenComparing(each -> each.signers().mustInclude().toString());

    private List<Release> choices = List.of(new Release(Signers.any(), Optional.empty()));

    List<Release> choices() {
        return choices;
    }

    /// One of these too.
    /// @spec docs/spec/policy.md#PO-10 policy
    void oneOf(List<Release> others) {
        var all = new LinkedHashSet<Release>();
        var some = easiest(others);
        for (var choice : choices) for (var other : some) all.add(choice.and(other));
        choices = easiest(all);
    }

    private static List<Release> easiest(Collection<Release> all) {
        var easiest = new ArrayList<Release>();
        for (var each : all.stream().distinct().sorted(EASIEST_FIRST).toList()) {
            if (easiest.stream().anyMatch(other -> other.isWithin(each))) continue;
            easiest.add(each);
            if (easiest.size() == CHOICES_MAX) break;
        }
        return List.copyOf(easiest);
    }
}
