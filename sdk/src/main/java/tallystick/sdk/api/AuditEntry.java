package tallystick.sdk.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls AuditEntry.
public record AuditEntry(
        Instant at,
        Optional<UUID> keyId,
        String method,
        long number,
        String path,
        Optional<String> person,
        String remote,
        String requestId,
        int status) {
    static AuditEntry read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new AuditEntry(
                in.get("at", Answered::moment),
                in.maybe("keyId", Answered::id),
                in.get("method", Answered::text),
                in.get("number", Answered::large),
                in.get("path", Answered::text),
                in.maybe("person", Answered::text),
                in.get("remote", Answered::text),
                in.get("requestId", Answered::text),
                in.get("status", Answered::whole));
    }
}
