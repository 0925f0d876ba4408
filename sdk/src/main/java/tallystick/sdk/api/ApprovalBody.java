package tallystick.sdk.api;

import java.time.Instant;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ApprovalBody.
public record ApprovalBody(
        String answer,
        String approval,
        Instant at,
        Instant createdAt,
        Instant expiresAt,
        UUID id,
        String personKey,
        String policySeen,
        String reason) {
    static ApprovalBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ApprovalBody(
                in.get("answer", Answered::text),
                in.get("approval", Answered::text),
                in.get("at", Answered::moment),
                in.get("createdAt", Answered::moment),
                in.get("expiresAt", Answered::moment),
                in.get("id", Answered::id),
                in.get("personKey", Answered::text),
                in.get("policySeen", Answered::text),
                in.get("reason", Answered::text));
    }
}
