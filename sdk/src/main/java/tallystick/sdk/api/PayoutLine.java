package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls PayoutLine, to be sent; what is not given is left out. **Threads** one.
public final class PayoutLine {
    private final Fields fields = Fields.none();

    /// With this amount.
    public PayoutLine amount(String value) {
        var _ = fields.with("amount", value);
        return this;
    }

    /// With this asset.
    public PayoutLine asset(String value) {
        var _ = fields.with("asset", value);
        return this;
    }

    /// With this destination.
    public PayoutLine destination(String value) {
        var _ = fields.with("destination", value);
        return this;
    }

    /// With this externalId.
    public PayoutLine externalId(String value) {
        var _ = fields.with("externalId", value);
        return this;
    }

    /// With this note.
    public PayoutLine note(String value) {
        var _ = fields.with("note", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
