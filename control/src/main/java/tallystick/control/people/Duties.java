package tallystick.control.people;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.control.access.Role;
import tallystick.control.access.Scope;
import tallystick.core.people.Person;
import tallystick.core.people.Right;

/// What a person may ask control for, by the rights and roles that the document of people gives.
///
/// **Why** some is withheld: who audits changes nothing, whatever else he may do, and who sets control up neither asks
/// for withdrawals nor answers them.
///
/// @param roles what he is here
/// @param withheld what the document would make him, and another role of his does not let him be
/// @spec docs/spec/session.md#SN-4 session
public record Duties(Set<Role> roles, Set<Role> withheld) {
    private static final Set<Scope> LASTING =
            Set.of(Scope.VAULTS_WRITE, Scope.WEBHOOKS_WRITE, Scope.KEYS_WRITE, Scope.INVITATIONS_WRITE);

    /// Copies.
    public Duties {
        roles = Set.copyOf(roles);
        withheld = Set.copyOf(withheld);
    }

    /// Of one person.
    public static Duties of(Person person) {
        var all = EnumSet.noneOf(Role.class);
        if (person.may(Right.INITIATE)) all.add(Role.INITIATOR);
        if (person.may(Right.APPROVE)) all.add(Role.APPROVER);
        if (person.may(Right.PROPOSE)) all.add(Role.PROPOSER);
        if (person.may(Right.FREEZE)) all.add(Role.GUARD);
        for (var role : person.roles())
            switch (role.name()) {
                case "administrator" -> all.add(Role.ADMINISTRATOR);
                case "operator" -> all.add(Role.OPERATOR);
                case "auditor", "viewer" -> all.add(Role.AUDITOR);
                default -> {}
            }
        var kept = EnumSet.copyOf(all);
        if (all.contains(Role.AUDITOR)) kept.retainAll(EnumSet.of(Role.AUDITOR));
        if (all.contains(Role.INITIATOR) || all.contains(Role.APPROVER)) kept.remove(Role.ADMINISTRATOR);
        all.removeAll(kept);
        return new Duties(kept, all);
    }

    /// What the roles may ask for in a session that began this way.
    ///
    /// **Why** one that a provider vouched for has less: it reads, drafts, and brings what a passkey signs.
    /// What would count by the session alone, and stay when it is over, is left out.
    ///
    /// @spec docs/spec/session.md#SN-9 session
    public Set<Scope> scopes(Session.Way way) {
        return roles.stream()
                .flatMap(role -> role.scopes().stream())
                .filter(scope -> way instanceof Session.Way.Passkey || !LASTING.contains(scope))
                .collect(Collectors.toUnmodifiableSet());
    }
}
