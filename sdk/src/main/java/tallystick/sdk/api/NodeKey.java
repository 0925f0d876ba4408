package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls NodeKey.
public record NodeKey(int epoch, String id, String tree) {
    static NodeKey read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new NodeKey(
                in.get("epoch", Answered::whole), in.get("id", Answered::text), in.get("tree", Answered::text));
    }
}
