package tallystick.sdk.api;

import java.util.Map;
import java.util.TreeMap;

/// What narrows `listLogEntries`; what is not given does not. **Threads** one.
public final class ListLogEntriesQuery {
    private final Map<String, String> values = new TreeMap<>();

    /// With this cursor.
    public ListLogEntriesQuery cursor(String value) {
        values.put("cursor", value);
        return this;
    }

    /// With this node.
    public ListLogEntriesQuery node(String value) {
        values.put("node", value);
        return this;
    }

    /// With this subject.
    public ListLogEntriesQuery subject(String value) {
        values.put("subject", value);
        return this;
    }

    Map<String, String> values() {
        return values;
    }
}
