package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/nodes`, as control/openapi.json has them. **Threads** any.
public final class NodesApi {
    private final Connection connection;

    /// Over this connection.
    public NodesApi(Connection connection) {
        this.connection = connection;
    }

    /// Shows how every node is, as it says itself now.
    public PageNodeHealth listNodes() throws ControlRefused, ControlUnreachable {
        return PageNodeHealth.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/nodes").text(), Bytes.empty(), Map.of())));
    }
}
