package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls WebhookBody.
public record WebhookBody(Instant createdAt, UUID id, List<String> kinds, String url) {
    static WebhookBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new WebhookBody(
                in.get("createdAt", Answered::moment),
                in.get("id", Answered::id),
                in.get("kinds", Answered.list(Answered::text)),
                in.get("url", Answered::text));
    }
}
