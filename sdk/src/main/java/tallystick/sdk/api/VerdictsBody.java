package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls VerdictsBody.
public record VerdictsBody(Optional<Explained> explained, List<Verdict> nodes) {
    static VerdictsBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new VerdictsBody(in.maybe("explained", Explained::read), in.get("nodes", Answered.list(Verdict::read)));
    }
}
