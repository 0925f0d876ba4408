package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls RuleLine.
public record RuleLine(String criterion, String how, int leg, String rule, String sentence) {
    static RuleLine read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new RuleLine(
                in.get("criterion", Answered::text),
                in.get("how", Answered::text),
                in.get("leg", Answered::whole),
                in.get("rule", Answered::text),
                in.get("sentence", Answered::text));
    }
}
