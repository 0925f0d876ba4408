package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/approvals`, as control/openapi.json has them. **Threads** any.
public final class ApprovalsApi {
    private final Connection connection;

    /// Over this connection.
    public ApprovalsApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists what waits for answers, the latest first; with waiting=me what waits for who asks.
    public PageDecisionBody listWaiting(ListWaitingQuery query) throws ControlRefused, ControlUnreachable {
        return PageDecisionBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/approvals").with(query.values()).text(), Bytes.empty(), Map.of())));
    }
}
