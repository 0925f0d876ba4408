package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewFreeze, to be sent; what is not given is left out. **Threads** one.
public final class NewFreeze {
    private final Fields fields = Fields.none();

    /// With this assertion.
    public NewFreeze assertion(AssertionBody value) {
        var _ = fields.with("assertion", value.fields());
        return this;
    }

    /// With this freeze.
    public NewFreeze freeze(String value) {
        var _ = fields.with("freeze", value);
        return this;
    }

    /// With this order.
    public NewFreeze order(String value) {
        var _ = fields.with("order", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
