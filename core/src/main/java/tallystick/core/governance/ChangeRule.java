package tallystick.core.governance;

import java.time.Duration;
import java.util.List;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;

/// What a change needs: whose approval, and how long it waits.
///
/// @param terms whose approval
/// @param delay from when a node first saw the change to when it takes effect; not negative
public record ChangeRule(List<ApprovalTerm> terms, Duration delay) {
    /// The least that loosening a document waits.
    public static final Duration LOOSEN_DELAY_MIN = Duration.ofHours(24);

    /// The least that the end of a freeze waits.
    public static final Duration UNFREEZE_DELAY_MIN = Duration.ofHours(1);

    /// The least that a roster without one of the nodes waits.
    public static final Duration REMOVE_NODE_DELAY_MIN = Duration.ofDays(2);

    /// The least that breaking the glass waits.
    public static final Duration BREAK_GLASS_DELAY_MIN = Duration.ofHours(24);

    /// @throws IllegalArgumentException if the delay is negative: the caller's fault
    public ChangeRule {
        terms = List.copyOf(terms);
        if (delay.isNegative()) throw new IllegalArgumentException("a negative delay");
    }

    /// Whether somebody's no would end what it is asked of: he is asked, through any account, and was not removed.
    ///
    /// **Why** answers that cannot have come about honestly end a change only where they are his: everybody who is
    /// listed has a key that can sign anything, and whoever may only propose payments would end all.
    ///
    /// @param people in force
    /// @spec docs/spec/governance.md#GO-30 governance
    public boolean heeds(PersonId somebody, Directory people) {
        return people.person(somebody).filter(Person::mayReject).isPresent()
                && terms.stream()
                        .flatMap(term -> term.members().stream())
                        .anyMatch(asked -> people.isSameHuman(asked, somebody));
    }
}
