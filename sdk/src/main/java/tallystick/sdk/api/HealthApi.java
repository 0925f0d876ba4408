package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/health`, as control/openapi.json has them. **Threads** any.
public final class HealthApi {
    private final Connection connection;

    /// Over this connection.
    public HealthApi(Connection connection) {
        this.connection = connection;
    }

    /// Open to everybody.
    public State getLiveness() throws ControlRefused, ControlUnreachable {
        return State.read(connection.ask(
                new Connection.Asked("GET", Target.of("/health/live").text(), Bytes.empty(), Map.of())));
    }

    /// Open to everybody.
    public State getReadiness() throws ControlRefused, ControlUnreachable {
        return State.read(connection.ask(
                new Connection.Asked("GET", Target.of("/health/ready").text(), Bytes.empty(), Map.of())));
    }
}
