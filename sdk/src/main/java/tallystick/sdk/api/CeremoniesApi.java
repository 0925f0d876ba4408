package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/ceremonies`, as control/openapi.json has them. **Threads** any.
public final class CeremoniesApi {
    private final Connection connection;

    /// Over this connection.
    public CeremoniesApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists the ceremonies that nodes' logs told of, the latest first, and how far each participant is.
    public PageCeremonyBody listCeremonies(ListCeremoniesQuery query) throws ControlRefused, ControlUnreachable {
        return PageCeremonyBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/ceremonies").with(query.values()).text(), Bytes.empty(), Map.of())));
    }
}
