package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls SessionBody.
public record SessionBody(
        String csrf,
        Instant expires,
        Optional<String> keyId,
        String name,
        String person,
        List<String> roles,
        List<String> scopes,
        String way,
        List<String> withheld) {
    static SessionBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new SessionBody(
                in.get("csrf", Answered::text),
                in.get("expires", Answered::moment),
                in.maybe("keyId", Answered::text),
                in.get("name", Answered::text),
                in.get("person", Answered::text),
                in.get("roles", Answered.list(Answered::text)),
                in.get("scopes", Answered.list(Answered::text)),
                in.get("way", Answered::text),
                in.get("withheld", Answered.list(Answered::text)));
    }
}
