package tallystick.sdk.api;

import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PeopleBody.
public record PeopleBody(String hash, List<PersonBody> people, int version) {
    static PeopleBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PeopleBody(
                in.get("hash", Answered::text),
                in.get("people", Answered.list(PersonBody::read)),
                in.get("version", Answered::whole));
    }
}
