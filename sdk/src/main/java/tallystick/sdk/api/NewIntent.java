package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewIntent, to be sent; what is not given is left out. **Threads** one.
public final class NewIntent {
    private final Fields fields = Fields.none();

    /// With this keyId.
    public NewIntent keyId(String value) {
        var _ = fields.with("keyId", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
