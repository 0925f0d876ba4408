package tallystick.sdk.api;

import java.util.Map;
import java.util.TreeMap;

/// What narrows `listEvents`; what is not given does not. **Threads** one.
public final class ListEventsQuery {
    private final Map<String, String> values = new TreeMap<>();

    /// With this after.
    public ListEventsQuery after(long value) {
        values.put("after", String.valueOf(value));
        return this;
    }

    /// With this cursor.
    public ListEventsQuery cursor(String value) {
        values.put("cursor", value);
        return this;
    }

    /// With this limit.
    public ListEventsQuery limit(int value) {
        values.put("limit", String.valueOf(value));
        return this;
    }

    Map<String, String> values() {
        return values;
    }
}
