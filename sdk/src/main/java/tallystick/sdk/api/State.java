package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls State.
public record State(boolean database, boolean ready) {
    static State read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new State(in.get("database", Answered::truth), in.get("ready", Answered::truth));
    }
}
