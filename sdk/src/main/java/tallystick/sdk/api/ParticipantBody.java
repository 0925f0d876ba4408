package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ParticipantBody.
public record ParticipantBody(Instant at, String name, String stands) {
    static ParticipantBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ParticipantBody(
                in.get("at", Answered::moment), in.get("name", Answered::text), in.get("stands", Answered::text));
    }
}
