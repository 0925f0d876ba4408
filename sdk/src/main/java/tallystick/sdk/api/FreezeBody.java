package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls FreezeBody.
public record FreezeBody(Instant at, String by, String id, List<String> nodes, String reason, String scope) {
    static FreezeBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new FreezeBody(
                in.get("at", Answered::moment),
                in.get("by", Answered::text),
                in.get("id", Answered::text),
                in.get("nodes", Answered.list(Answered::text)),
                in.get("reason", Answered::text),
                in.get("scope", Answered::text));
    }
}
