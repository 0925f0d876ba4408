package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/people`, as control/openapi.json has them. **Threads** any.
public final class PeopleApi {
    private final Connection connection;

    /// Over this connection.
    public PeopleApi(Connection connection) {
        this.connection = connection;
    }

    /// Shows the document of people that nodes have in force.
    public PeopleBody listPeople() throws ControlRefused, ControlUnreachable {
        return PeopleBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/people").text(), Bytes.empty(), Map.of())));
    }

    /// Shows one person of the document in force.
    public PersonBody getPerson(String id) throws ControlRefused, ControlUnreachable {
        return PersonBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/people/", id).text(), Bytes.empty(), Map.of())));
    }
}
