package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageVersionBody.
public record PageVersionBody(List<VersionBody> items, Optional<String> next) {
    static PageVersionBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageVersionBody(in.get("items", Answered.list(VersionBody::read)), in.maybe("next", Answered::text));
    }
}
