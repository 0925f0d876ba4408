package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/audit`, as control/openapi.json has them. **Threads** any.
public final class AuditApi {
    private final Connection connection;

    /// Over this connection.
    public AuditApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists who changed what or was refused, the latest first.
    public PageAuditEntry listAudit(ListAuditQuery query) throws ControlRefused, ControlUnreachable {
        return PageAuditEntry.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/audit").with(query.values()).text(), Bytes.empty(), Map.of())));
    }

    /// Lists entries of nodes' logs, the latest first, each with the proof that it is in the log; of one node a
    /// page's cursor is an index.
    public PageLogEntryBody listLogEntries(ListLogEntriesQuery query) throws ControlRefused, ControlUnreachable {
        return PageLogEntryBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/audit/entries").with(query.values()).text(), Bytes.empty(), Map.of())));
    }
}
