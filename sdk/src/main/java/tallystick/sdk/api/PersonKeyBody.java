package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PersonKeyBody.
public record PersonKeyBody(
        Optional<String> aaguid,
        String id,
        String kind,
        Optional<List<String>> origins,
        boolean revoked,
        String strength) {
    static PersonKeyBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PersonKeyBody(
                in.maybe("aaguid", Answered::text),
                in.get("id", Answered::text),
                in.get("kind", Answered::text),
                in.maybe("origins", Answered.list(Answered::text)),
                in.get("revoked", Answered::truth),
                in.get("strength", Answered::text));
    }
}
