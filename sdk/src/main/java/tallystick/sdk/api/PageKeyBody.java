package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageKeyBody.
public record PageKeyBody(List<KeyBody> items, Optional<String> next) {
    static PageKeyBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageKeyBody(in.get("items", Answered.list(KeyBody::read)), in.maybe("next", Answered::text));
    }
}
