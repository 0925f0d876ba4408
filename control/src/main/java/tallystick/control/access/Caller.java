package tallystick.control.access;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tallystick.core.people.PersonId;

/// Who asks: a program that signed its request, or a person who signed in.
///
/// @param key which API key; of a person, what control calls his account
/// @param workspace what it may see
/// @param person who, if it is no program
/// @param scopes what it may ask for
/// @param vaults the only ones it may see and draft from; all of the workspace if absent
public record Caller(
        UUID key, UUID workspace, Optional<PersonId> person, Set<Scope> scopes, Optional<Set<UUID>> vaults) {
    /// What a request's attribute is called that has it.
    public static final String ATTRIBUTE = "tallystick.caller";

    /// What a request's attribute is called that says why nobody is known to ask.
    public static final String NOBODY = "tallystick.nobody";

    /// What a request's attribute is called by which its answer is not kept to be given again: it holds a secret.
    public static final String UNKEPT = "tallystick.unkept";

    /// Copies.
    public Caller {
        scopes = Set.copyOf(scopes);
        vaults = vaults.map(Set::copyOf);
    }

    /// A program.
    public static Caller program(UUID key, UUID workspace, Set<Scope> scopes, Optional<Set<UUID>> vaults) {
        return new Caller(key, workspace, Optional.empty(), scopes, vaults);
    }

    /// Whether it may see a vault of its workspace.
    public boolean sees(UUID vault) {
        return vaults.map(each -> each.contains(vault)).orElse(true);
    }

    /// Whether it may ask for this.
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
