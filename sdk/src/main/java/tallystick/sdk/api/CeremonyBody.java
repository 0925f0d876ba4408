package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls CeremonyBody.
public record CeremonyBody(
        int epoch,
        String id,
        String key,
        String kind,
        List<ParticipantBody> participants,
        String stands,
        Optional<Instant> startedAt) {
    static CeremonyBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new CeremonyBody(
                in.get("epoch", Answered::whole),
                in.get("id", Answered::text),
                in.get("key", Answered::text),
                in.get("kind", Answered::text),
                in.get("participants", Answered.list(ParticipantBody::read)),
                in.get("stands", Answered::text),
                in.maybe("startedAt", Answered::moment));
    }
}
