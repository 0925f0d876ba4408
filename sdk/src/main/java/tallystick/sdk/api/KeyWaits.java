package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls KeyWaits.
public record KeyWaits(String keyId, String strength) {
    static KeyWaits read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new KeyWaits(in.get("keyId", Answered::text), in.get("strength", Answered::text));
    }
}
