package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageApprovalBody.
public record PageApprovalBody(List<ApprovalBody> items, Optional<String> next) {
    static PageApprovalBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageApprovalBody(
                in.get("items", Answered.list(ApprovalBody::read)), in.maybe("next", Answered::text));
    }
}
