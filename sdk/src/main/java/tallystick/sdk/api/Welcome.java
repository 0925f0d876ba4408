package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Welcome.
public record Welcome(
        String challenge, String name, String organisation, String origin, String rpId, String userHandle) {
    static Welcome read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Welcome(
                in.get("challenge", Answered::text),
                in.get("name", Answered::text),
                in.get("organisation", Answered::text),
                in.get("origin", Answered::text),
                in.get("rpId", Answered::text),
                in.get("userHandle", Answered::text));
    }
}
