package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewWhatIf, to be sent; what is not given is left out. **Threads** one.
public final class NewWhatIf {
    private final Fields fields = Fields.none();

    /// With this text.
    public NewWhatIf text(String value) {
        var _ = fields.with("text", value);
        return this;
    }

    /// With this withdrawalId.
    public NewWhatIf withdrawalId(String value) {
        var _ = fields.with("withdrawalId", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
