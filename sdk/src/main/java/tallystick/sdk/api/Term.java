package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Term.
public record Term(String group, int have, boolean initiatorExcluded, List<String> members, int min, String strength) {
    static Term read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Term(
                in.get("group", Answered::text),
                in.get("have", Answered::whole),
                in.get("initiatorExcluded", Answered::truth),
                in.get("members", Answered.list(Answered::text)),
                in.get("min", Answered::whole),
                in.get("strength", Answered::text));
    }
}
