package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ToAnswer.
public record ToAnswer(String answer, Instant at, Instant expiresAt, String policySeen, ToSign toSign) {
    static ToAnswer read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ToAnswer(
                in.get("answer", Answered::text),
                in.get("at", Answered::moment),
                in.get("expiresAt", Answered::moment),
                in.get("policySeen", Answered::text),
                in.get("toSign", ToSign::read));
    }
}
