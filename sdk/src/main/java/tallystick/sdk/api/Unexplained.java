package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls Unexplained.
public record Unexplained(Instant foundAt, String less, int transactions) {
    static Unexplained read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new Unexplained(
                in.get("foundAt", Answered::moment),
                in.get("less", Answered::text),
                in.get("transactions", Answered::whole));
    }
}
