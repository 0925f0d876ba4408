package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls NodePolicy.
public record NodePolicy(
        int awaited,
        List<OpenChange> changes,
        List<Freeze> freezes,
        List<InForce> inForce,
        String node,
        Optional<String> policy,
        boolean reached,
        Optional<String> why,
        Optional<String> workspace) {
    static NodePolicy read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new NodePolicy(
                in.get("awaited", Answered::whole),
                in.get("changes", Answered.list(OpenChange::read)),
                in.get("freezes", Answered.list(Freeze::read)),
                in.get("inForce", Answered.list(InForce::read)),
                in.get("node", Answered::text),
                in.maybe("policy", Answered::text),
                in.get("reached", Answered::truth),
                in.maybe("why", Answered::text),
                in.maybe("workspace", Answered::text));
    }
}
