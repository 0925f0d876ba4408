package tallystick.sdk.api;

import java.util.Map;
import java.util.TreeMap;

/// What narrows `listDeliveries`; what is not given does not. **Threads** one.
public final class ListDeliveriesQuery {
    private final Map<String, String> values = new TreeMap<>();

    /// With this cursor.
    public ListDeliveriesQuery cursor(String value) {
        values.put("cursor", value);
        return this;
    }

    /// With this limit.
    public ListDeliveriesQuery limit(int value) {
        values.put("limit", String.valueOf(value));
        return this;
    }

    Map<String, String> values() {
        return values;
    }
}
