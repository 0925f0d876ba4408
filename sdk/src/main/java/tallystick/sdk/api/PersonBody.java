package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PersonBody.
public record PersonBody(
        List<String> here,
        String human,
        String id,
        List<PersonKeyBody> keys,
        Optional<Instant> lastUsedAt,
        String name,
        List<String> rights,
        List<String> roles,
        String status) {
    static PersonBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PersonBody(
                in.get("here", Answered.list(Answered::text)),
                in.get("human", Answered::text),
                in.get("id", Answered::text),
                in.get("keys", Answered.list(PersonKeyBody::read)),
                in.maybe("lastUsedAt", Answered::moment),
                in.get("name", Answered::text),
                in.get("rights", Answered.list(Answered::text)),
                in.get("roles", Answered.list(Answered::text)),
                in.get("status", Answered::text));
    }
}
