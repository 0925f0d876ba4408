package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls NewWallet, to be sent; what is not given is left out. **Threads** one.
public final class NewWallet {
    private final Fields fields = Fields.none();

    /// With this chain.
    public NewWallet chain(String value) {
        var _ = fields.with("chain", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
