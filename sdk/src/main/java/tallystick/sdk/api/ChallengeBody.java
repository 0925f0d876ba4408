package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ChallengeBody.
public record ChallengeBody(
        List<String> allowCredentials, String challenge, String nonce, String origin, String rpId, long timeout) {
    static ChallengeBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ChallengeBody(
                in.get("allowCredentials", Answered.list(Answered::text)),
                in.get("challenge", Answered::text),
                in.get("nonce", Answered::text),
                in.get("origin", Answered::text),
                in.get("rpId", Answered::text),
                in.get("timeout", Answered::large));
    }
}
