package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageAddressBody.
public record PageAddressBody(List<AddressBody> items, Optional<String> next) {
    static PageAddressBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageAddressBody(in.get("items", Answered.list(AddressBody::read)), in.maybe("next", Answered::text));
    }
}
