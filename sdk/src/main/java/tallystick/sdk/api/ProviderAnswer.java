package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls ProviderAnswer, to be sent; what is not given is left out. **Threads** one.
public final class ProviderAnswer {
    private final Fields fields = Fields.none();

    /// With this code.
    public ProviderAnswer code(String value) {
        var _ = fields.with("code", value);
        return this;
    }

    /// With this error.
    public ProviderAnswer error(String value) {
        var _ = fields.with("error", value);
        return this;
    }

    /// With this iss.
    public ProviderAnswer iss(String value) {
        var _ = fields.with("iss", value);
        return this;
    }

    /// With this state.
    public ProviderAnswer state(String value) {
        var _ = fields.with("state", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
