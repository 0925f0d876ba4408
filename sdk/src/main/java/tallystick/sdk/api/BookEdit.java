package tallystick.sdk.api;

import java.util.List;
import tallystick.sdk.Fields;

/// What the API calls BookEdit, to be sent; what is not given is left out. **Threads** one.
public final class BookEdit {
    private final Fields fields = Fields.none();

    /// With this act.
    public BookEdit act(String value) {
        var _ = fields.with("act", value);
        return this;
    }

    /// With this address.
    public BookEdit address(String value) {
        var _ = fields.with("address", value);
        return this;
    }

    /// With this chain.
    public BookEdit chain(String value) {
        var _ = fields.with("chain", value);
        return this;
    }

    /// With this counterparty.
    public BookEdit counterparty(String value) {
        var _ = fields.with("counterparty", value);
        return this;
    }

    /// With this label.
    public BookEdit label(String value) {
        var _ = fields.with("label", value);
        return this;
    }

    /// With this tags.
    public BookEdit tags(List<String> value) {
        var _ = fields.with("tags", value);
        return this;
    }

    Fields fields() {
        return fields;
    }
}
