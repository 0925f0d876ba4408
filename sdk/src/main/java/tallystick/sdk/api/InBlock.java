package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls InBlock.
public record InBlock(String hash, long number) {
    static InBlock read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new InBlock(in.get("hash", Answered::text), in.get("number", Answered::large));
    }
}
