package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls EvidenceBody.
public record EvidenceBody(String evidence, Instant expiresAt, String intentId) {
    static EvidenceBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new EvidenceBody(
                in.get("evidence", Answered::text),
                in.get("expiresAt", Answered::moment),
                in.get("intentId", Answered::text));
    }
}
