package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls OpenBody.
public record OpenBody(String by, String id, String proposal, Instant seenAt, List<Said> stands) {
    static OpenBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new OpenBody(
                in.get("by", Answered::text),
                in.get("id", Answered::text),
                in.get("proposal", Answered::text),
                in.get("seenAt", Answered::moment),
                in.get("stands", Answered.list(Said::read)));
    }
}
