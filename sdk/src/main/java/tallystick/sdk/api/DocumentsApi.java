package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/documents`, as control/openapi.json has them. **Threads** any.
public final class DocumentsApi {
    private final Connection connection;

    /// Over this connection.
    public DocumentsApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists the versions that more than half of the nodes have in force.
    public PageVersionBody listDocuments() throws ControlRefused, ControlUnreachable {
        return PageVersionBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/documents").text(), Bytes.empty(), Map.of())));
    }

    /// Gives a document in force as nodes have it, to be read by anybody.
    public DocumentBody getDocument(String kind) throws ControlRefused, ControlUnreachable {
        return DocumentBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/documents/", kind).text(), Bytes.empty(), Map.of())));
    }
}
