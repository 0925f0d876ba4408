package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewReplay, to be sent; what is not given is left out. **Threads** one.
public final class NewReplay {
    private final Fields fields = Fields.none();

    /// With this days.
    public NewReplay days(int value) {
        var _ = fields.with("days", value);
        return this;
    }

    /// With this text.
    public NewReplay text(String value) {
        var _ = fields.with("text", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
