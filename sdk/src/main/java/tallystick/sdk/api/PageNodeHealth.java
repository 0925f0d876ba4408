package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageNodeHealth.
public record PageNodeHealth(List<NodeHealth> items, Optional<String> next) {
    static PageNodeHealth read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageNodeHealth(in.get("items", Answered.list(NodeHealth::read)), in.maybe("next", Answered::text));
    }
}
