package tallystick.sdk.api;

import tallystick.sdk.Fields;

/// What the API calls ScopeBody, to be sent; what is not given is left out. **Threads** one.
public final class ScopeBody {
    private final Fields fields = Fields.none();

    /// With this kind.
    public ScopeBody kind(String value) {
        var _ = fields.with("kind", value);
        return this;
    }

    /// With this of.
    public ScopeBody of(String value) {
        var _ = fields.with("of", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
