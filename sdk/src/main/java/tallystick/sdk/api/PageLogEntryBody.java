package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageLogEntryBody.
public record PageLogEntryBody(List<LogEntryBody> items, Optional<String> next) {
    static PageLogEntryBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageLogEntryBody(
                in.get("items", Answered.list(LogEntryBody::read)), in.maybe("next", Answered::text));
    }
}
