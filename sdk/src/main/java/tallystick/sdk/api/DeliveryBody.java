package tallystick.sdk.api;

import java.time.Instant;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls DeliveryBody.
public record DeliveryBody(
        int attempts, Instant dueAt, String error, long event, UUID id, String state, int status, Instant updatedAt) {
    static DeliveryBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new DeliveryBody(
                in.get("attempts", Answered::whole),
                in.get("dueAt", Answered::moment),
                in.get("error", Answered::text),
                in.get("event", Answered::large),
                in.get("id", Answered::id),
                in.get("state", Answered::text),
                in.get("status", Answered::whole),
                in.get("updatedAt", Answered::moment));
    }
}
