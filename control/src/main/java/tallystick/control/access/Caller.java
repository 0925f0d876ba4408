package tallystick.control.access;

import java.util.Set;
import java.util.UUID;

/// Who signed a request.
///
/// @param key which API key
/// @param workspace what it may see
/// @param scopes what it may ask for
public record Caller(UUID key, UUID workspace, Role role, Set<Scope> scopes) {
    /// What a request's attribute is called that has it.
    public static final String ATTRIBUTE = "tallystick.caller";

    /// Copies.
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /// Whether it may ask for this.
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
