package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls NodeHealth.
public record NodeHealth(
        Optional<String> build,
        Optional<Instant> certificateEnds,
        Optional<Instant> clock,
        List<NodeKey> keys,
        List<String> linked,
        String name,
        List<String> quarantined,
        boolean reached,
        boolean ready,
        Optional<Integer> rosterVersion,
        Optional<String> software,
        Optional<String> why) {
    static NodeHealth read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new NodeHealth(
                in.maybe("build", Answered::text),
                in.maybe("certificateEnds", Answered::moment),
                in.maybe("clock", Answered::moment),
                in.get("keys", Answered.list(NodeKey::read)),
                in.get("linked", Answered.list(Answered::text)),
                in.get("name", Answered::text),
                in.get("quarantined", Answered.list(Answered::text)),
                in.get("reached", Answered::truth),
                in.get("ready", Answered::truth),
                in.maybe("rosterVersion", Answered::whole),
                in.maybe("software", Answered::text),
                in.maybe("why", Answered::text));
    }
}
