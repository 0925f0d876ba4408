package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls NewSweep, to be sent; what is not given is left out. **Threads** one.
public final class NewSweep {
    private final Fields fields = Fields.none();

    /// With this addressIds.
    public NewSweep addressIds(List<String> value) {
        var _ = fields.with("addressIds", value);
        return this;
    }

    /// With this asset.
    public NewSweep asset(String value) {
        var _ = fields.with("asset", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
