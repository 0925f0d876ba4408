package tallystick.sdk.api;

import java.time.Instant;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Event.
public record Event(Instant at, Json data, UUID id, String kind, long number, UUID subject) {
    static Event read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Event(
                in.get("at", Answered::moment),
                in.get("data", Answered::any),
                in.get("id", Answered::id),
                in.get("kind", Answered::text),
                in.get("number", Answered::large),
                in.get("subject", Answered::id));
    }
}
