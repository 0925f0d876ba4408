package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls InForce.
public record InForce(Instant effectiveFrom, String hash, String kind, int version) {
    static InForce read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new InForce(
                in.get("effectiveFrom", Answered::moment),
                in.get("hash", Answered::text),
                in.get("kind", Answered::text),
                in.get("version", Answered::whole));
    }
}
