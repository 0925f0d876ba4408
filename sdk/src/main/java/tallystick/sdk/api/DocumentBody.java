package tallystick.sdk.api;

import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls DocumentBody.
public record DocumentBody(String document, String text, VersionBody version) {
    static DocumentBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new DocumentBody(
                in.get("document", Answered::text),
                in.get("text", Answered::text),
                in.get("version", VersionBody::read));
    }
}
