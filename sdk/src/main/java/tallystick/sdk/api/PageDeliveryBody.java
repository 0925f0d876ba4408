package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageDeliveryBody.
public record PageDeliveryBody(List<DeliveryBody> items, Optional<String> next) {
    static PageDeliveryBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageDeliveryBody(
                in.get("items", Answered.list(DeliveryBody::read)), in.maybe("next", Answered::text));
    }
}
