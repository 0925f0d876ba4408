package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls DraftBody.
public record DraftBody(
        String change,
        List<String> differences,
        Instant expiresAt,
        String id,
        String kind,
        List<String> remarks,
        boolean tightens,
        ToSign toSign,
        String what) {
    static DraftBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new DraftBody(
                in.get("change", Answered::text),
                in.get("differences", Answered.list(Answered::text)),
                in.get("expiresAt", Answered::moment),
                in.get("id", Answered::text),
                in.get("kind", Answered::text),
                in.get("remarks", Answered.list(Answered::text)),
                in.get("tightens", Answered::truth),
                in.get("toSign", ToSign::read),
                in.get("what", Answered::text));
    }
}
