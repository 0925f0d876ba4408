package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Confirmations.
public record Confirmations(int have, int wanted) {
    static Confirmations read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Confirmations(in.get("have", Answered::whole), in.get("wanted", Answered::whole));
    }
}
