package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls NewInvitation, to be sent; what is not given is left out. **Threads** one.
public final class NewInvitation {
    private final Fields fields = Fields.none();

    /// With this name.
    public NewInvitation name(String value) {
        var _ = fields.with("name", value);
        return this;
    }

    /// With this roles.
    public NewInvitation roles(List<String> value) {
        var _ = fields.with("roles", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
