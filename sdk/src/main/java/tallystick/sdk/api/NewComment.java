package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewComment, to be sent; what is not given is left out. **Threads** one.
public final class NewComment {
    private final Fields fields = Fields.none();

    /// With this text.
    public NewComment text(String value) {
        var _ = fields.with("text", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
