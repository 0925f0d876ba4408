package tallystick.sdk.api;

import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls SignInWays.
public record SignInWays(Optional<String> provider) {
    static SignInWays read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new SignInWays(in.maybe("provider", Answered::text));
    }
}
