package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls HistoryLine.
public record HistoryLine(Instant at, String from, int number, Why subStatus, String to) {
    static HistoryLine read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new HistoryLine(
                in.get("at", Answered::moment),
                in.get("from", Answered::text),
                in.get("number", Answered::whole),
                in.get("subStatus", Why::read),
                in.get("to", Answered::text));
    }
}
