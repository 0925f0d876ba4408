package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ReplayBody.
public record ReplayBody(List<TurnBody> changes, boolean cut, int days, int matters, String summary) {
    static ReplayBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ReplayBody(
                in.get("changes", Answered.list(TurnBody::read)),
                in.get("cut", Answered::truth),
                in.get("days", Answered::whole),
                in.get("matters", Answered::whole),
                in.get("summary", Answered::text));
    }
}
