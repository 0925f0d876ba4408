package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageEntryBody.
public record PageEntryBody(List<EntryBody> items, Optional<String> next) {
    static PageEntryBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageEntryBody(in.get("items", Answered.list(EntryBody::read)), in.maybe("next", Answered::text));
    }
}
