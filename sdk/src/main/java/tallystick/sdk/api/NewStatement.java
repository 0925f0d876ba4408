package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewStatement, to be sent; what is not given is left out. **Threads** one.
public final class NewStatement {
    private final Fields fields = Fields.none();

    /// With this person.
    public NewStatement person(String value) {
        var _ = fields.with("person", value);
        return this;
    }

    /// With this subject.
    public NewStatement subject(String value) {
        var _ = fields.with("subject", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
