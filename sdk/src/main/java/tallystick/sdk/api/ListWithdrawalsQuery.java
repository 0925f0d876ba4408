package tallystick.sdk.api;

import java.util.Map;
import java.util.TreeMap;

/// What narrows `listWithdrawals`; what is not given does not. **Threads** one.
public final class ListWithdrawalsQuery {
    private final Map<String, String> values = new TreeMap<>();

    /// With this cursor.
    public ListWithdrawalsQuery cursor(String value) {
        values.put("cursor", value);
        return this;
    }

    /// With this externalId.
    public ListWithdrawalsQuery externalId(String value) {
        values.put("externalId", value);
        return this;
    }

    /// With this limit.
    public ListWithdrawalsQuery limit(int value) {
        values.put("limit", String.valueOf(value));
        return this;
    }

    /// With this stage.
    public ListWithdrawalsQuery stage(String value) {
        values.put("stage", value);
        return this;
    }

    /// With this walletId.
    public ListWithdrawalsQuery walletId(String value) {
        values.put("walletId", value);
        return this;
    }

    Map<String, String> values() {
        return values;
    }
}
