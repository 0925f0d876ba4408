package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls NewVault, to be sent; what is not given is left out. **Threads** one.
public final class NewVault {
    private final Fields fields = Fields.none();

    /// With this keyId.
    public NewVault keyId(String value) {
        var _ = fields.with("keyId", value);
        return this;
    }

    /// With this name.
    public NewVault name(String value) {
        var _ = fields.with("name", value);
        return this;
    }

    /// With this signingSets.
    public NewVault signingSets(List<List<String>> value) {
        var _ = fields.withLists("signingSets", value);
        return this;
    }

    /// With this tags.
    public NewVault tags(List<String> value) {
        var _ = fields.with("tags", value);
        return this;
    }

    /// With this tier.
    public NewVault tier(String value) {
        var _ = fields.with("tier", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
