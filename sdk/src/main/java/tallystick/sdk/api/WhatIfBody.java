package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls WhatIfBody.
public record WhatIfBody(Explained after, Explained before) {
    static WhatIfBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new WhatIfBody(in.get("after", Explained::read), in.get("before", Explained::read));
    }
}
