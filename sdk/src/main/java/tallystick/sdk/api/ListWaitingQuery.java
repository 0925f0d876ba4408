package tallystick.sdk.api;

import java.util.Map;
import java.util.TreeMap;

/// What narrows `listWaiting`; what is not given does not. **Threads** one.
public final class ListWaitingQuery {
    private final Map<String, String> values = new TreeMap<>();

    /// With this cursor.
    public ListWaitingQuery cursor(String value) {
        values.put("cursor", value);
        return this;
    }

    /// With this limit.
    public ListWaitingQuery limit(int value) {
        values.put("limit", String.valueOf(value));
        return this;
    }

    /// With this waiting.
    public ListWaitingQuery waiting(String value) {
        values.put("waiting", value);
        return this;
    }

    Map<String, String> values() {
        return values;
    }
}
