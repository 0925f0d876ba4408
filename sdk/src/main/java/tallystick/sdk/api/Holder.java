package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Holder.
public record Holder(int epoch, String node) {
    static Holder read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Holder(in.get("epoch", Answered::whole), in.get("node", Answered::text));
    }
}
