package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls SignInBegun.
public record SignInBegun(String location) {
    static SignInBegun read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new SignInBegun(in.get("location", Answered::text));
    }
}
