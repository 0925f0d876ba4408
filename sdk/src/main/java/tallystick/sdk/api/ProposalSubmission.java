package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls ProposalSubmission, to be sent; what is not given is left out. **Threads** one.
public final class ProposalSubmission {
    private final Fields fields = Fields.none();

    /// With this assertion.
    public ProposalSubmission assertion(AssertionBody value) {
        var _ = fields.with("assertion", value.fields());
        return this;
    }

    Fields fields() {
        return fields;
    }
}
