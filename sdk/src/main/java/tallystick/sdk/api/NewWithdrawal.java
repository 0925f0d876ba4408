package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewWithdrawal, to be sent; what is not given is left out. **Threads** one.
public final class NewWithdrawal {
    private final Fields fields = Fields.none();

    /// With this addressId.
    public NewWithdrawal addressId(String value) {
        var _ = fields.with("addressId", value);
        return this;
    }

    /// With this amount.
    public NewWithdrawal amount(String value) {
        var _ = fields.with("amount", value);
        return this;
    }

    /// With this asset.
    public NewWithdrawal asset(String value) {
        var _ = fields.with("asset", value);
        return this;
    }

    /// With this destination.
    public NewWithdrawal destination(String value) {
        var _ = fields.with("destination", value);
        return this;
    }

    /// With this externalId.
    public NewWithdrawal externalId(String value) {
        var _ = fields.with("externalId", value);
        return this;
    }

    /// With this note.
    public NewWithdrawal note(String value) {
        var _ = fields.with("note", value);
        return this;
    }

    /// With this walletId.
    public NewWithdrawal walletId(String value) {
        var _ = fields.with("walletId", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
