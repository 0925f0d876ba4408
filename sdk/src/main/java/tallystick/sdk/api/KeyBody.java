package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls KeyBody.
public record KeyBody(
        boolean agreed, String chainCode, List<Holder> holders, String id, String point, int scheme, String tree) {
    static KeyBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new KeyBody(
                in.get("agreed", Answered::truth),
                in.get("chainCode", Answered::text),
                in.get("holders", Answered.list(Holder::read)),
                in.get("id", Answered::text),
                in.get("point", Answered::text),
                in.get("scheme", Answered::whole),
                in.get("tree", Answered::text));
    }
}
