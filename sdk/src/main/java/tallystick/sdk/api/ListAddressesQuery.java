package tallystick.sdk.api;

import java.util.Map;
import java.util.TreeMap;

/// What narrows `listAddresses`; what is not given does not. **Threads** one.
public final class ListAddressesQuery {
    private final Map<String, String> values = new TreeMap<>();

    /// With this cursor.
    public ListAddressesQuery cursor(String value) {
        values.put("cursor", value);
        return this;
    }

    /// With this limit.
    public ListAddressesQuery limit(int value) {
        values.put("limit", String.valueOf(value));
        return this;
    }

    Map<String, String> values() {
        return values;
    }
}
