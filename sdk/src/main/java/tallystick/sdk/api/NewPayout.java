package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls NewPayout, to be sent; what is not given is left out. **Threads** one.
public final class NewPayout {
    private final Fields fields = Fields.none();

    /// With this addressId.
    public NewPayout addressId(String value) {
        var _ = fields.with("addressId", value);
        return this;
    }

    /// With this externalId.
    public NewPayout externalId(String value) {
        var _ = fields.with("externalId", value);
        return this;
    }

    /// With this note.
    public NewPayout note(String value) {
        var _ = fields.with("note", value);
        return this;
    }

    /// With this payments.
    public NewPayout payments(List<PayoutLine> value) {
        var _ = fields.withEach(
                "payments", value.stream().map(PayoutLine::fields).toList());
        return this;
    }

    /// With this together.
    public NewPayout together(boolean value) {
        var _ = fields.with("together", value);
        return this;
    }

    /// With this walletId.
    public NewPayout walletId(String value) {
        var _ = fields.with("walletId", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
