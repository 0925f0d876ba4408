package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageInvitationBody.
public record PageInvitationBody(List<InvitationBody> items, Optional<String> next) {
    static PageInvitationBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageInvitationBody(
                in.get("items", Answered.list(InvitationBody::read)), in.maybe("next", Answered::text));
    }
}
