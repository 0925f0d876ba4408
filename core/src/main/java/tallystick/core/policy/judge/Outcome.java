package tallystick.core.policy.judge;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;

/// A decision as one text, the same on every machine.
final class Outcome {
    private Outcome() {}

    static String of(Decision decision) {
        return switch (decision) {
            case Decision.Denied(var reasons) ->
                "denied: " + reasons.stream().map(Outcome::of).collect(Collectors.joining("; "));
            case Decision.Pending(var obligations, var unmet) ->
                "pending: " + of(obligations) + "; unmet: "
                        + unmet.stream().map(Outcome::of).collect(Collectors.joining("; "));
            case Decision.Allowed(var obligations) -> "allowed: " + of(obligations);
        };
    }

    private static String of(Reason reason) {
        var about = Stream.of(
                        reason.rule().map(RuleName::toString),
                        reason.leg().isPresent()
                                ? java.util.Optional.of("leg " + reason.leg().getAsInt())
                                : java.util.Optional.<String>empty())
                .flatMap(java.util.Optional::stream)
                .collect(Collectors.joining(" "));
        return reason.code() + (about.isEmpty() ? "" : " (" + about + ")") + " " + reason.text();
    }

    private static String of(Obligations obligations) {
        var approvals = obligations.approvals().stream().map(Outcome::of).collect(Collectors.joining(", "));
        var releases = obligations.releases().stream()
                .map(each -> "%s weighing %d until %s"
                        .formatted(
                                each.signers().mustInclude(),
                                each.signers().minWeight(),
                                each.expiresAt().map(Object::toString).orElse("the intent's end")))
                .collect(Collectors.joining(" or "));
        return "approvals [%s], delay %s cancelled by %s, facts %s, signers %s"
                .formatted(
                        approvals,
                        obligations.delay().min(),
                        obligations.delay().cancelBy(),
                        obligations.facts(),
                        releases);
    }

    private static String of(ApprovalTerm term) {
        return "%d of %s %s with %s%s in order %d"
                .formatted(
                        term.min(),
                        term.group(),
                        term.members().stream().map(PersonId::name).sorted().toList(),
                        term.strength(),
                        term.isInitiatorExcluded() ? ", not the initiator," : "",
                        term.order());
    }

    private static String of(Unmet unmet) {
        return switch (unmet) {
            case Unmet.Approval(var term, var have) -> "%d have agreed of %s".formatted(have, of(term));
            case Unmet.Waiting(var until) -> "waits until " + until;
            case Unmet.Establishing(var kind, var why) -> kind + ": " + why;
        };
    }
}
