package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageEvent.
public record PageEvent(List<Event> items, Optional<String> next) {
    static PageEvent read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageEvent(in.get("items", Answered.list(Event::read)), in.maybe("next", Answered::text));
    }
}
