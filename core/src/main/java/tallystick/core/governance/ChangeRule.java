package tallystick.core.governance;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;

/// What a change needs: whose approval, how long it waits, and who may end it meanwhile.
///
/// @param terms whose approval
/// @param cancellers whose no ends it besides
/// @param delay from when a node first saw the change to when it takes effect; not negative
public record ChangeRule(List<ApprovalTerm> terms, Set<PersonId> cancellers, Duration delay) {
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
        cancellers = Set.copyOf(cancellers);
        if (delay.isNegative()) throw new IllegalArgumentException("a negative delay");
    }

    /// Whom nobody but those who are asked may end.
    public ChangeRule(List<ApprovalTerm> terms, Duration delay) {
        this(terms, Set.of(), delay);
    }

    /// By how strong keys those answer who are asked beside these: the least that is asked of anybody, and a passkey
    /// where nobody is asked, or one for any key and another for more.
    ///
    /// **Why** one term that any program's key meets would lower the places of all others, too.
    public static AuthStrength strength(List<ApprovalTerm> terms) {
        var asked = terms.stream().map(ApprovalTerm::strength).distinct().toList();
        return asked.stream()
                .min(Comparator.naturalOrder())
                .filter(least -> least != AuthStrength.API_KEY || asked.size() == 1)
                .orElse(AuthStrength.PASSKEY);
    }

    /// Whether somebody's no would end what it is asked of: he is asked or may cancel it, through any account, and was
    /// not removed.
    ///
    /// **Why** answers that cannot have come about honestly end a change only where they are his: everybody who is
    /// listed has a key that can sign anything, and whoever may only propose payments would end all.
    ///
    /// @param people in force
    /// @spec docs/spec/governance.md#GO-30 governance
    public boolean heeds(PersonId somebody, Directory people) {
        return people.person(somebody).filter(Person::mayReject).isPresent()
                && Stream.concat(cancellers.stream(), terms.stream().flatMap(term -> term.members().stream()))
                        .anyMatch(asked -> people.isSameHuman(asked, somebody));
    }
}
