package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageAuditEntry.
public record PageAuditEntry(List<AuditEntry> items, Optional<String> next) {
    static PageAuditEntry read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageAuditEntry(in.get("items", Answered.list(AuditEntry::read)), in.maybe("next", Answered::text));
    }
}
