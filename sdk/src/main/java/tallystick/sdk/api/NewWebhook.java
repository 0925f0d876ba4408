package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls NewWebhook, to be sent; what is not given is left out. **Threads** one.
public final class NewWebhook {
    private final Fields fields = Fields.none();

    /// With this kinds.
    public NewWebhook kinds(List<String> value) {
        var _ = fields.with("kinds", value);
        return this;
    }

    /// With this url.
    public NewWebhook url(String value) {
        var _ = fields.with("url", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
