package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls OpenChange.
public record OpenChange(String by, String id, String proposal, Instant seenAt, String stands) {
    static OpenChange read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new OpenChange(
                in.get("by", Answered::text),
                in.get("id", Answered::text),
                in.get("proposal", Answered::text),
                in.get("seenAt", Answered::moment),
                in.get("stands", Answered::text));
    }
}
