package tallystick.sdk.api;

import java.time.Instant;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ChangeAnswer.
public record ChangeAnswer(String answer, Instant at, Optional<String> person) {
    static ChangeAnswer read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ChangeAnswer(
                in.get("answer", Answered::text), in.get("at", Answered::moment), in.maybe("person", Answered::text));
    }
}
