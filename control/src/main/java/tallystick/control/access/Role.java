package tallystick.control.access;

import java.util.EnumSet;
import java.util.Set;

/// Which scopes belong together. No role both asks for withdrawals and answers them, and none that makes keys does
/// either.
public enum Role {
    /// Reads everything, changes nothing.
    AUDITOR,
    /// Asks for withdrawals.
    INITIATOR,
    /// Brings answers.
    APPROVER,
    /// Brings changes of documents.
    PROPOSER,
    /// Brings orders to freeze.
    GUARD,
    /// Looks after machines.
    OPERATOR,
    /// Sets control up.
    ADMINISTRATOR;

    /// What it may ask for.
    public Set<Scope> scopes() {
        return switch (this) {
            case AUDITOR -> reading();
            case INITIATOR -> working(Scope.WITHDRAWALS_WRITE);
            case APPROVER -> working(Scope.APPROVALS_WRITE);
            case PROPOSER -> working(Scope.PROPOSALS_WRITE);
            case GUARD -> working(Scope.FREEZES_WRITE);
            case OPERATOR -> operating();
            case ADMINISTRATOR -> administering();
        };
    }

    private static EnumSet<Scope> working(Scope own) {
        return EnumSet.of(
                own,
                Scope.COMMENTS_WRITE,
                Scope.WITHDRAWALS_READ,
                Scope.VAULTS_READ,
                Scope.POLICIES_READ,
                Scope.PEOPLE_READ,
                Scope.NODES_READ,
                Scope.EVENTS_READ);
    }

    private static EnumSet<Scope> reading() {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var scope : Scope.values()) if (scope.name().endsWith("_READ")) scopes.add(scope);
        return scopes;
    }

    private static EnumSet<Scope> operating() {
        return EnumSet.of(
                Scope.NODES_READ,
                Scope.POLICIES_READ,
                Scope.PEOPLE_READ,
                Scope.EVENTS_READ,
                Scope.WEBHOOKS_READ,
                Scope.AUDIT_READ);
    }

    private static EnumSet<Scope> administering() {
        var scopes = reading();
        scopes.addAll(EnumSet.of(Scope.VAULTS_WRITE, Scope.WEBHOOKS_WRITE, Scope.KEYS_WRITE, Scope.INVITATIONS_WRITE));
        return scopes;
    }
}
