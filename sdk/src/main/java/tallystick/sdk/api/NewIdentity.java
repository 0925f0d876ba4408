package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewIdentity, to be sent; what is not given is left out. **Threads** one.
public final class NewIdentity {
    private final Fields fields = Fields.none();

    /// With this assertion.
    public NewIdentity assertion(AssertionBody value) {
        var _ = fields.with("assertion", value.fields());
        return this;
    }

    /// With this at.
    public NewIdentity at(String value) {
        var _ = fields.with("at", value);
        return this;
    }

    /// With this person.
    public NewIdentity person(String value) {
        var _ = fields.with("person", value);
        return this;
    }

    /// With this subject.
    public NewIdentity subject(String value) {
        var _ = fields.with("subject", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
