package tallystick.core.policy.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import tallystick.core.policy.Signers;
import tallystick.core.policy.judge.Obligations.Release;

/// What the rules that admit ask for, as choices: of several that admit the same thing one is enough, and what
/// different things need adds up.
///
/// **Why** choices, and neither all of them nor the easiest: with one rule that admits less there are fewer choices,
/// and nothing becomes easier by it.
final class Releases {
    private static final int CHOICES_MAX = 256;
    private static final Comparator<Release> ORDER = Comparator.comparing(
                    (Release each) -> each.signers().minWeight())
            .thenComparing(each -> each.signers().mustInclude().toString())
            .thenComparing(each -> each.expiresAt().map(Object::toString).orElse(""));

    private List<Release> choices = List.of(new Release(Signers.any(), java.util.Optional.empty()));

    List<Release> choices() {
        return choices;
    }

    /// One of these too.
    /// @spec docs/spec/policy.md#PO-10 policy
    void oneOf(List<Release> others) {
        var all = new LinkedHashSet<Release>();
        for (var choice : choices) for (var other : others) all.add(choice.and(other));
        var least = new ArrayList<Release>();
        for (var each : all)
            if (all.stream().noneMatch(other -> !other.equals(each) && other.isWithin(each))) least.add(each);
        choices = least.stream().sorted(ORDER).limit(CHOICES_MAX).toList();
    }
}
