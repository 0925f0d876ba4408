package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageWalletBody.
public record PageWalletBody(List<WalletBody> items, Optional<String> next) {
    static PageWalletBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageWalletBody(in.get("items", Answered.list(WalletBody::read)), in.maybe("next", Answered::text));
    }
}
