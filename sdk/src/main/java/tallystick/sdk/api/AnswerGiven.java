package tallystick.sdk.api;

import java.time.Instant;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls AnswerGiven.
public record AnswerGiven(
        String answer, Instant at, Optional<String> name, Optional<String> person, Optional<String> reason) {
    static AnswerGiven read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new AnswerGiven(
                in.get("answer", Answered::text),
                in.get("at", Answered::moment),
                in.maybe("name", Answered::text),
                in.maybe("person", Answered::text),
                in.maybe("reason", Answered::text));
    }
}
