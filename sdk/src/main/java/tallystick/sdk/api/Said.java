package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Said.
public record Said(boolean followed, String node, String words) {
    static Said read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Said(
                in.get("followed", Answered::truth), in.get("node", Answered::text), in.get("words", Answered::text));
    }
}
