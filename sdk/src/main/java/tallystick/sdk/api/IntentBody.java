package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls IntentBody.
public record IntentBody(
        String comparisonCode,
        List<String> effects,
        Instant expiresAt,
        String intent,
        String intentId,
        ToSign toSign,
        List<String> warnings) {
    static IntentBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new IntentBody(
                in.get("comparisonCode", Answered::text),
                in.get("effects", Answered.list(Answered::text)),
                in.get("expiresAt", Answered::moment),
                in.get("intent", Answered::text),
                in.get("intentId", Answered::text),
                in.get("toSign", ToSign::read),
                in.get("warnings", Answered.list(Answered::text)));
    }
}
