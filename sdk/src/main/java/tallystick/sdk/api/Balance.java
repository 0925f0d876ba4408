package tallystick.sdk.api;

import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Balance.
public record Balance(String address, UUID addressId, String amount, String asset) {
    static Balance read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Balance(
                in.get("address", Answered::text),
                in.get("addressId", Answered::id),
                in.get("amount", Answered::text),
                in.get("asset", Answered::text));
    }
}
