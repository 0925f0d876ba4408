package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls Submission, to be sent; what is not given is left out. **Threads** one.
public final class Submission {
    private final Fields fields = Fields.none();

    /// With this assertion.
    public Submission assertion(AssertionBody value) {
        var _ = fields.with("assertion", value.fields());
        return this;
    }

    /// With this evidence.
    public Submission evidence(String value) {
        var _ = fields.with("evidence", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
