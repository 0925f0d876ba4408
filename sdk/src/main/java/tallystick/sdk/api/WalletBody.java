package tallystick.sdk.api;

import java.time.Instant;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls WalletBody.
public record WalletBody(String chain, Instant createdAt, UUID id, UUID vaultId) {
    static WalletBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new WalletBody(
                in.get("chain", Answered::text),
                in.get("createdAt", Answered::moment),
                in.get("id", Answered::id),
                in.get("vaultId", Answered::id));
    }
}
