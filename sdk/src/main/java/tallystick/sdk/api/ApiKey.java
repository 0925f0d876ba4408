package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ApiKey.
public record ApiKey(
        String algorithm,
        List<String> allowList,
        Instant createdAt,
        Optional<Instant> expiresAt,
        UUID id,
        Optional<Instant> lastUsedAt,
        String name,
        String publicKey,
        Optional<Instant> revokedAt,
        String role,
        List<String> scopes,
        Optional<List<UUID>> vaults) {
    static ApiKey read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ApiKey(
                in.get("algorithm", Answered::text),
                in.get("allowList", Answered.list(Answered::text)),
                in.get("createdAt", Answered::moment),
                in.maybe("expiresAt", Answered::moment),
                in.get("id", Answered::id),
                in.maybe("lastUsedAt", Answered::moment),
                in.get("name", Answered::text),
                in.get("publicKey", Answered::text),
                in.maybe("revokedAt", Answered::moment),
                in.get("role", Answered::text),
                in.get("scopes", Answered.list(Answered::text)),
                in.maybe("vaults", Answered.list(Answered::id)));
    }
}
