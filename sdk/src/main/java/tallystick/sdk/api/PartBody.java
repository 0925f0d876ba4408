package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PartBody.
public record PartBody(String amount, String destination) {
    static PartBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PartBody(in.get("amount", Answered::text), in.get("destination", Answered::text));
    }
}
