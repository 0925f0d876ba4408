package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls FreezeMade.
public record FreezeMade(String id, List<Said> nodes) {
    static FreezeMade read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new FreezeMade(in.get("id", Answered::text), in.get("nodes", Answered.list(Said::read)));
    }
}
