package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls AssertionBody, to be sent; what is not given is left out. **Threads** one.
public final class AssertionBody {
    private final Fields fields = Fields.none();

    /// With this authenticatorData.
    public AssertionBody authenticatorData(String value) {
        var _ = fields.with("authenticatorData", value);
        return this;
    }

    /// With this clientDataJSON.
    public AssertionBody clientDataJSON(String value) {
        var _ = fields.with("clientDataJSON", value);
        return this;
    }

    /// With this credentialId.
    public AssertionBody credentialId(String value) {
        var _ = fields.with("credentialId", value);
        return this;
    }

    /// With this signature.
    public AssertionBody signature(String value) {
        var _ = fields.with("signature", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
