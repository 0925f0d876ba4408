package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls VersionBody.
public record VersionBody(Instant effectiveFrom, String hash, String kind, int version) {
    static VersionBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new VersionBody(
                in.get("effectiveFrom", Answered::moment),
                in.get("hash", Answered::text),
                in.get("kind", Answered::text),
                in.get("version", Answered::whole));
    }
}
