package tallystick.sdk.api;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/events`, as control/openapi.json has them. **Threads** any.
public final class EventsApi {
    private final Connection connection;

    /// Over this connection.
    public EventsApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists events from the first on, or after the number of the last that somebody has.
    public PageEvent listEvents(ListEventsQuery query) throws ControlRefused, ControlUnreachable {
        return PageEvent.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/events").with(query.values()).text(), Bytes.empty(), Map.of())));
    }

    /// Sends events as they happen, after the one that the header Last-Event-ID names, else from now on.
    public InputStream streamEvents(Optional<String> lastEventID) throws ControlRefused, ControlUnreachable {
        return connection.stream(new Connection.Asked(
                "GET",
                Target.of("/v1/events/stream").text(),
                Bytes.empty(),
                lastEventID.map(each -> Map.of("Last-Event-ID", each)).orElse(Map.of())));
    }
}
