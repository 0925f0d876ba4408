package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls KeySet.
public record KeySet(List<PublicKeyBody> keys) {
    static KeySet read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new KeySet(in.get("keys", Answered.list(PublicKeyBody::read)));
    }
}
