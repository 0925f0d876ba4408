package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewAddress, to be sent; what is not given is left out. **Threads** one.
public final class NewAddress {
    private final Fields fields = Fields.none();

    /// With this label.
    public NewAddress label(String value) {
        var _ = fields.with("label", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
