package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls EntryBody.
public record EntryBody(
        String account,
        Instant addedAt,
        String addedBy,
        boolean blocked,
        String counterparty,
        String label,
        List<String> tags) {
    static EntryBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new EntryBody(
                in.get("account", Answered::text),
                in.get("addedAt", Answered::moment),
                in.get("addedBy", Answered::text),
                in.get("blocked", Answered::truth),
                in.get("counterparty", Answered::text),
                in.get("label", Answered::text),
                in.get("tags", Answered.list(Answered::text)));
    }
}
