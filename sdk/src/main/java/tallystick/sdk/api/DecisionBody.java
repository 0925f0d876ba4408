package tallystick.sdk.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tallystick.core.chain.json.Json;
import tallystick.sdk.ControlUnreachable;

/// What the API calls DecisionBody.
public record DecisionBody(
        String amount,
        List<AnswerGiven> answers,
        Optional<ToAnswer> approve,
        List<Term> asked,
        boolean asksMe,
        String asset,
        List<String> because,
        String comparisonCode,
        List<String> effects,
        Instant expiresAt,
        String from,
        UUID id,
        Optional<String> initiator,
        Optional<ToAnswer> reject,
        String stage,
        String to) {
    static DecisionBody read(Json json) throws ControlUnreachable {
        var in = new Answered(json);
        return new DecisionBody(
                in.get("amount", Answered::text),
                in.get("answers", Answered.list(AnswerGiven::read)),
                in.maybe("approve", ToAnswer::read),
                in.get("asked", Answered.list(Term::read)),
                in.get("asksMe", Answered::truth),
                in.get("asset", Answered::text),
                in.get("because", Answered.list(Answered::text)),
                in.get("comparisonCode", Answered::text),
                in.get("effects", Answered.list(Answered::text)),
                in.get("expiresAt", Answered::moment),
                in.get("from", Answered::text),
                in.get("id", Answered::id),
                in.maybe("initiator", Answered::text),
                in.maybe("reject", ToAnswer::read),
                in.get("stage", Answered::text),
                in.get("to", Answered::text));
    }
}
