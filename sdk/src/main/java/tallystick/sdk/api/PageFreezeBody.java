package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageFreezeBody.
public record PageFreezeBody(List<FreezeBody> items, Optional<String> next) {
    static PageFreezeBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageFreezeBody(in.get("items", Answered.list(FreezeBody::read)), in.maybe("next", Answered::text));
    }
}
