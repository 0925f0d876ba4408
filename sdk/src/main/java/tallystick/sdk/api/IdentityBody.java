package tallystick.sdk.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls IdentityBody.
public record IdentityBody(
        Instant at, Optional<String> by, UUID id, String issuer, String person, boolean stands, String subject) {
    static IdentityBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new IdentityBody(
                in.get("at", Answered::moment),
                in.maybe("by", Answered::text),
                in.get("id", Answered::id),
                in.get("issuer", Answered::text),
                in.get("person", Answered::text),
                in.get("stands", Answered::truth),
                in.get("subject", Answered::text));
    }
}
