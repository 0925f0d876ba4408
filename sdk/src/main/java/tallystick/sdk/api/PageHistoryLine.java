package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageHistoryLine.
public record PageHistoryLine(List<HistoryLine> items, Optional<String> next) {
    static PageHistoryLine read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageHistoryLine(in.get("items", Answered.list(HistoryLine::read)), in.maybe("next", Answered::text));
    }
}
