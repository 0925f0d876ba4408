package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls InvitationBody.
public record InvitationBody(
        Optional<String> aaguid,
        Instant createdAt,
        Instant expiresAt,
        UUID id,
        Optional<String> keyId,
        String name,
        Optional<PasskeyBody> passkey,
        List<String> roles,
        Optional<String> strength) {
    static InvitationBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new InvitationBody(
                in.maybe("aaguid", Answered::text),
                in.get("createdAt", Answered::moment),
                in.get("expiresAt", Answered::moment),
                in.get("id", Answered::id),
                in.maybe("keyId", Answered::text),
                in.get("name", Answered::text),
                in.maybe("passkey", PasskeyBody::read),
                in.get("roles", Answered.list(Answered::text)),
                in.maybe("strength", Answered::text));
    }
}
