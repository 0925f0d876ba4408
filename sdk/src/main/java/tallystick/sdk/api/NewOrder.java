package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewOrder, to be sent; what is not given is left out. **Threads** one.
public final class NewOrder {
    private final Fields fields = Fields.none();

    /// With this reason.
    public NewOrder reason(String value) {
        var _ = fields.with("reason", value);
        return this;
    }

    /// With this scope.
    public NewOrder scope(ScopeBody value) {
        var _ = fields.with("scope", value.fields());
        return this;
    }

    Fields fields() {
        return fields;
    }
}
