package tallystick.sdk.api;

import java.time.Instant;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls AddressBody.
public record AddressBody(String address, Instant createdAt, UUID id, String label, String path, UUID walletId) {
    static AddressBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new AddressBody(
                in.get("address", Answered::text),
                in.get("createdAt", Answered::moment),
                in.get("id", Answered::id),
                in.get("label", Answered::text),
                in.get("path", Answered::text),
                in.get("walletId", Answered::id));
    }
}
