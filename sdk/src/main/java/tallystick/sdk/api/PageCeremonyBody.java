package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageCeremonyBody.
public record PageCeremonyBody(List<CeremonyBody> items, Optional<String> next) {
    static PageCeremonyBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageCeremonyBody(
                in.get("items", Answered.list(CeremonyBody::read)), in.maybe("next", Answered::text));
    }
}
