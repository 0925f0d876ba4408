package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ToSign.
public record ToSign(List<String> allowCredentials, String challenge, String rpId) {
    static ToSign read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ToSign(
                in.get("allowCredentials", Answered.list(Answered::text)),
                in.get("challenge", Answered::text),
                in.get("rpId", Answered::text));
    }
}
