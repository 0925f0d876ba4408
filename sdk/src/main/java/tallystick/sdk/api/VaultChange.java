package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls VaultChange, to be sent; what is not given is left out. **Threads** one.
public final class VaultChange {
    private final Fields fields = Fields.none();

    /// With this name.
    public VaultChange name(String value) {
        var _ = fields.with("name", value);
        return this;
    }

    /// With this signingSets.
    public VaultChange signingSets(List<List<String>> value) {
        var _ = fields.withLists("signingSets", value);
        return this;
    }

    /// With this tags.
    public VaultChange tags(List<String> value) {
        var _ = fields.with("tags", value);
        return this;
    }

    /// With this tier.
    public VaultChange tier(String value) {
        var _ = fields.with("tier", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
