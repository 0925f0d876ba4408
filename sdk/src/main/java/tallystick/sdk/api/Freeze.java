package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Freeze.
public record Freeze(Instant at, String by, String order, String reason, String scope) {
    static Freeze read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Freeze(
                in.get("at", Answered::moment),
                in.get("by", Answered::text),
                in.get("order", Answered::text),
                in.get("reason", Answered::text),
                in.get("scope", Answered::text));
    }
}
