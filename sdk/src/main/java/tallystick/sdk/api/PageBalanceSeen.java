package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageBalanceSeen.
public record PageBalanceSeen(List<BalanceSeen> items, Optional<String> next) {
    static PageBalanceSeen read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageBalanceSeen(in.get("items", Answered.list(BalanceSeen::read)), in.maybe("next", Answered::text));
    }
}
