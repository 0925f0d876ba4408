package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewApproval, to be sent; what is not given is left out. **Threads** one.
public final class NewApproval {
    private final Fields fields = Fields.none();

    /// With this answer.
    public NewApproval answer(String value) {
        var _ = fields.with("answer", value);
        return this;
    }

    /// With this approval.
    public NewApproval approval(String value) {
        var _ = fields.with("approval", value);
        return this;
    }

    /// With this assertion.
    public NewApproval assertion(AssertionBody value) {
        var _ = fields.with("assertion", value.fields());
        return this;
    }

    /// With this at.
    public NewApproval at(String value) {
        var _ = fields.with("at", value);
        return this;
    }

    /// With this expiresAt.
    public NewApproval expiresAt(String value) {
        var _ = fields.with("expiresAt", value);
        return this;
    }

    /// With this policySeen.
    public NewApproval policySeen(String value) {
        var _ = fields.with("policySeen", value);
        return this;
    }

    /// With this reason.
    public NewApproval reason(String value) {
        var _ = fields.with("reason", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
