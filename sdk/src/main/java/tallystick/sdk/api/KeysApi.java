package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/keys`, as control/openapi.json has them. **Threads** any.
public final class KeysApi {
    private final Connection connection;

    /// Over this connection.
    public KeysApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists the keys that nodes hold shares of, with the epoch of each share.
    public PageKeyBody listKeys() throws ControlRefused, ControlUnreachable {
        return PageKeyBody.read(
                connection.ask(new Connection.Asked("GET", Target.of("/v1/keys").text(), Bytes.empty(), Map.of())));
    }
}
