package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ProposalBrought.
public record ProposalBrought(String id, List<Said> nodes) {
    static ProposalBrought read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ProposalBrought(in.get("id", Answered::text), in.get("nodes", Answered.list(Said::read)));
    }
}
