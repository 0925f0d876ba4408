package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageVaultBody.
public record PageVaultBody(List<VaultBody> items, Optional<String> next) {
    static PageVaultBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageVaultBody(in.get("items", Answered.list(VaultBody::read)), in.maybe("next", Answered::text));
    }
}
