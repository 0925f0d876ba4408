package tallystick.sdk.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls CommentBody.
public record CommentBody(Instant createdAt, UUID id, Optional<UUID> key, Optional<String> person, String text) {
    static CommentBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new CommentBody(
                in.get("createdAt", Answered::moment),
                in.get("id", Answered::id),
                in.maybe("key", Answered::id),
                in.maybe("person", Answered::text),
                in.get("text", Answered::text));
    }
}
