package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewKey, to be sent; what is not given is left out. **Threads** one.
public final class NewKey {
    private final Fields fields = Fields.none();

    /// With this authenticatorData.
    public NewKey authenticatorData(String value) {
        var _ = fields.with("authenticatorData", value);
        return this;
    }

    /// With this clientDataJSON.
    public NewKey clientDataJSON(String value) {
        var _ = fields.with("clientDataJSON", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
