package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PublicKeyBody.
public record PublicKeyBody(String crv, String kid, String kty, String use, String x) {
    static PublicKeyBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PublicKeyBody(
                in.get("crv", Answered::text),
                in.get("kid", Answered::text),
                in.get("kty", Answered::text),
                in.get("use", Answered::text),
                in.get("x", Answered::text));
    }
}
