package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Explained.
public record Explained(List<String> because, List<String> deciding, String decision, List<RuleLine> rules) {
    static Explained read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Explained(
                in.get("because", Answered.list(Answered::text)),
                in.get("deciding", Answered.list(Answered::text)),
                in.get("decision", Answered::text),
                in.get("rules", Answered.list(RuleLine::read)));
    }
}
