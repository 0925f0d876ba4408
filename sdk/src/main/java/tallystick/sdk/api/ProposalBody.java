package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls ProposalBody.
public record ProposalBody(
        List<ChangeAnswer> answers,
        Optional<ToAnswer> approve,
        Instant at,
        String by,
        String change,
        List<String> differences,
        Instant expiresAt,
        String id,
        String kind,
        String reason,
        Optional<ToAnswer> reject,
        boolean tightens,
        String what) {
    static ProposalBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new ProposalBody(
                in.get("answers", Answered.list(ChangeAnswer::read)),
                in.maybe("approve", ToAnswer::read),
                in.get("at", Answered::moment),
                in.get("by", Answered::text),
                in.get("change", Answered::text),
                in.get("differences", Answered.list(Answered::text)),
                in.get("expiresAt", Answered::moment),
                in.get("id", Answered::text),
                in.get("kind", Answered::text),
                in.get("reason", Answered::text),
                in.maybe("reject", ToAnswer::read),
                in.get("tightens", Answered::truth),
                in.get("what", Answered::text));
    }
}
