package tallystick.core.places;

import java.util.List;
import tallystick.core.policy.Names;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// What a node is, as policies ask for it in signing sets.
///
/// @param node its name in the roster
/// @param roles ascending, distinct: risk, offline, or a name of the organisation's own
public record NodeRoles(String node, List<String> roles) {
    private static final int ROLES_MAX = 16;

    /// @throws IllegalArgumentException if a part is out of range or order: the caller's fault
    public NodeRoles {
        roles = List.copyOf(roles);
        if (!Names.isValid(node) || !roles.stream().allMatch(Names::isValid))
            throw new IllegalArgumentException("a node or role of another form");
        Places.ascending("roles", roles);
    }

    void write(Writer writer) {
        writer.text(node).list(roles, Writer::text);
    }

    static NodeRoles read(Reader reader) throws MalformedInput {
        return new NodeRoles(
                reader.text(Places.NAME_BYTES_MAX, "node"),
                reader.list(0, ROLES_MAX, "roles", each -> each.text(Places.NAME_BYTES_MAX, "role")));
    }
}
