package tallystick.sdk.api;

import java.util.Map;
import java.util.TreeMap;

/// What narrows `getBalance`; what is not given does not. **Threads** one.
public final class GetBalanceQuery {
    private final Map<String, String> values = new TreeMap<>();

    /// With this asset.
    public GetBalanceQuery asset(String value) {
        values.put("asset", value);
        return this;
    }

    Map<String, String> values() {
        return values;
    }
}
