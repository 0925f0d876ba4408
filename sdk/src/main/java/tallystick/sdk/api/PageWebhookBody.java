package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageWebhookBody.
public record PageWebhookBody(List<WebhookBody> items, Optional<String> next) {
    static PageWebhookBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageWebhookBody(in.get("items", Answered.list(WebhookBody::read)), in.maybe("next", Answered::text));
    }
}
