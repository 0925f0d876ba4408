package tallystick.sdk.api;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls PageCommentBody.
public record PageCommentBody(List<CommentBody> items, Optional<String> next) {
    static PageCommentBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new PageCommentBody(in.get("items", Answered.list(CommentBody::read)), in.maybe("next", Answered::text));
    }
}
