package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewAnswer, to be sent; what is not given is left out. **Threads** one.
public final class NewAnswer {
    private final Fields fields = Fields.none();

    /// With this answer.
    public NewAnswer answer(String value) {
        var _ = fields.with("answer", value);
        return this;
    }

    /// With this assertion.
    public NewAnswer assertion(AssertionBody value) {
        var _ = fields.with("assertion", value.fields());
        return this;
    }

    /// With this at.
    public NewAnswer at(String value) {
        var _ = fields.with("at", value);
        return this;
    }

    /// With this expiresAt.
    public NewAnswer expiresAt(String value) {
        var _ = fields.with("expiresAt", value);
        return this;
    }

    /// With this policySeen.
    public NewAnswer policySeen(String value) {
        var _ = fields.with("policySeen", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
