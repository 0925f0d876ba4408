package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageIdentityBody.
public record PageIdentityBody(List<IdentityBody> items, Optional<String> next) {
    static PageIdentityBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageIdentityBody(
                in.get("items", Answered.list(IdentityBody::read)), in.maybe("next", Answered::text));
    }
}
