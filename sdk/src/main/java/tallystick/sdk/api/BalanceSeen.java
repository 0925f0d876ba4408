package tallystick.sdk.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls BalanceSeen.
public record BalanceSeen(
        String address,
        UUID addressId,
        String amount,
        String asset,
        Instant at,
        long block,
        Optional<Unexplained> unexplained) {
    static BalanceSeen read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new BalanceSeen(
                in.get("address", Answered::text),
                in.get("addressId", Answered::id),
                in.get("amount", Answered::text),
                in.get("asset", Answered::text),
                in.get("at", Answered::moment),
                in.get("block", Answered::large),
                in.maybe("unexplained", Unexplained::read));
    }
}
