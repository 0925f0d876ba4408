package tallystick.sdk.api;

import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls TurnBody.
public record TurnBody(String after, String before, String turn, String why, UUID withdrawalId) {
    static TurnBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new TurnBody(
                in.get("after", Answered::text),
                in.get("before", Answered::text),
                in.get("turn", Answered::text),
                in.get("why", Answered::text),
                in.get("withdrawalId", Answered::id));
    }
}
