package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Why.
public record Why(String detail, int number, String remedy, String text) {
    static Why read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Why(
                in.get("detail", Answered::text),
                in.get("number", Answered::whole),
                in.get("remedy", Answered::text),
                in.get("text", Answered::text));
    }
}
