package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls VaultBody.
public record VaultBody(
        String chainCode,
        Instant createdAt,
        UUID id,
        String keyId,
        String name,
        String point,
        int scheme,
        List<List<String>> signingSets,
        List<String> tags,
        String tier,
        String tree,
        int version) {
    static VaultBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new VaultBody(
                in.get("chainCode", Answered::text),
                in.get("createdAt", Answered::moment),
                in.get("id", Answered::id),
                in.get("keyId", Answered::text),
                in.get("name", Answered::text),
                in.get("point", Answered::text),
                in.get("scheme", Answered::whole),
                in.get("signingSets", Answered.list(Answered.list(Answered::text))),
                in.get("tags", Answered.list(Answered::text)),
                in.get("tier", Answered::text),
                in.get("tree", Answered::text),
                in.get("version", Answered::whole));
    }
}
