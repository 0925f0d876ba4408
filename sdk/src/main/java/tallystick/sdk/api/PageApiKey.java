package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageApiKey.
public record PageApiKey(List<ApiKey> items, Optional<String> next) {
    static PageApiKey read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageApiKey(in.get("items", Answered.list(ApiKey::read)), in.maybe("next", Answered::text));
    }
}
