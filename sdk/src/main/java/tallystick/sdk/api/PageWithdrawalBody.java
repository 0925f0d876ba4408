package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageWithdrawalBody.
public record PageWithdrawalBody(List<WithdrawalBody> items, Optional<String> next) {
    static PageWithdrawalBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageWithdrawalBody(
                in.get("items", Answered.list(WithdrawalBody::read)), in.maybe("next", Answered::text));
    }
}
