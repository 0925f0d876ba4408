package tallystick.sdk.api;

import java.time.Instant;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls StatementBody.
public record StatementBody(
        Instant at, String issuer, String name, String origin, String person, String subject, ToSign toSign) {
    static StatementBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new StatementBody(
                in.get("at", Answered::moment),
                in.get("issuer", Answered::text),
                in.get("name", Answered::text),
                in.get("origin", Answered::text),
                in.get("person", Answered::text),
                in.get("subject", Answered::text),
                in.get("toSign", ToSign::read));
    }
}
