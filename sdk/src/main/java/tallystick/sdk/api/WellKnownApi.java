package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/.well-known`, as control/openapi.json has them. **Threads** any.
public final class WellKnownApi {
    private final Connection connection;

    /// Over this connection.
    public WellKnownApi(Connection connection) {
        this.connection = connection;
    }

    /// Open to everybody.
    public KeySet getWebhookKeys() throws ControlRefused, ControlUnreachable {
        return KeySet.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/.well-known/tallystick-webhook-keys.json").text(), Bytes.empty(), Map.of())));
    }
}
