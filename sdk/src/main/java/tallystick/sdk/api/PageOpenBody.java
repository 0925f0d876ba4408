package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageOpenBody.
public record PageOpenBody(List<OpenBody> items, Optional<String> next) {
    static PageOpenBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageOpenBody(in.get("items", Answered.list(OpenBody::read)), in.maybe("next", Answered::text));
    }
}
