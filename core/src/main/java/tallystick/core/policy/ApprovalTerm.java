package tallystick.core.policy;

import java.util.Set;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;

/// So many distinct people of one group have to approve.
///
/// @param group the group's name in the policy, for texts
/// @param members who is in it, programs never count
/// @param min how many distinct people, 1 or more; more than there are members can never be met
/// @param isInitiatorExcluded whether who proposed does not count
/// @param strength the weakest authentication that counts
/// @param order terms of a lower order are met before those of a higher one can be; 1 or more
public record ApprovalTerm(
        String group, Set<PersonId> members, int min, boolean isInitiatorExcluded, AuthStrength strength, int order) {
    /// @throws IllegalArgumentException if a number is below 1: the caller's fault
    public ApprovalTerm {
        members = Set.copyOf(members);
        if (min < 1) throw new IllegalArgumentException("%d approvals, fewer than 1".formatted(min));
        if (order < 1) throw new IllegalArgumentException("order %d below 1".formatted(order));
    }
}
