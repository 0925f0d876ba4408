package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Policies.
public record Policies(boolean agreed, List<NodePolicy> nodes) {
    static Policies read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Policies(in.get("agreed", Answered::truth), in.get("nodes", Answered.list(NodePolicy::read)));
    }
}
