package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PasskeyBody.
public record PasskeyBody(
        String aaguid,
        String credential,
        boolean deviceBound,
        Optional<String> ed25519,
        List<String> origins,
        Optional<String> p256,
        String relyingParty) {
    static PasskeyBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PasskeyBody(
                in.get("aaguid", Answered::text),
                in.get("credential", Answered::text),
                in.get("deviceBound", Answered::truth),
                in.maybe("ed25519", Answered::text),
                in.get("origins", Answered.list(Answered::text)),
                in.maybe("p256", Answered::text),
                in.get("relyingParty", Answered::text));
    }
}
