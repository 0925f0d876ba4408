package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls OrderBody.
public record OrderBody(String id, String order, String reason, ToSign toSign) {
    static OrderBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new OrderBody(
                in.get("id", Answered::text),
                in.get("order", Answered::text),
                in.get("reason", Answered::text),
                in.get("toSign", ToSign::read));
    }
}
