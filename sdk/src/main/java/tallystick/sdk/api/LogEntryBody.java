package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls LogEntryBody.
public record LogEntryBody(
        Instant at,
        String checkpoint,
        long index,
        String kind,
        String leaf,
        String node,
        List<String> proof,
        String sentence) {
    static LogEntryBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new LogEntryBody(
                in.get("at", Answered::moment),
                in.get("checkpoint", Answered::text),
                in.get("index", Answered::large),
                in.get("kind", Answered::text),
                in.get("leaf", Answered::text),
                in.get("node", Answered::text),
                in.get("proof", Answered.list(Answered::text)),
                in.get("sentence", Answered::text));
    }
}
