package tallystick.sdk.api;

import java.time.Instant;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Verdict.
public record Verdict(Instant at, String node, Optional<Integer> refusal, String said, String words) {
    static Verdict read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Verdict(
                in.get("at", Answered::moment),
                in.get("node", Answered::text),
                in.maybe("refusal", Answered::whole),
                in.get("said", Answered::text),
                in.get("words", Answered::text));
    }
}
