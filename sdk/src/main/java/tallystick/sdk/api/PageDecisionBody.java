package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageDecisionBody.
public record PageDecisionBody(List<DecisionBody> items, Optional<String> next) {
    static PageDecisionBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageDecisionBody(
                in.get("items", Answered.list(DecisionBody::read)), in.maybe("next", Answered::text));
    }
}
