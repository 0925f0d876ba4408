package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Signed.
public record Signed(String bytes, List<String> signatures, String unsigned) {
    static Signed read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Signed(
                in.get("bytes", Answered::text),
                in.get("signatures", Answered.list(Answered::text)),
                in.get("unsigned", Answered::text));
    }
}
