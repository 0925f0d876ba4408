package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls InvitationMade.
public record InvitationMade(InvitationBody invitation, String link) {
    static InvitationMade read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new InvitationMade(in.get("invitation", InvitationBody::read), in.get("link", Answered::text));
    }
}
