package tallystick.tools.pack;

import java.util.List;
import java.util.Optional;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Ruling;
import tallystick.core.docket.Heard;
import tallystick.core.docket.Retrial;
import tallystick.core.governance.FreezeScope;
import tallystick.crypto.hash.Digest32;

/// A ruling that the log tells of, held against ruling again.
///
/// @param said as the log has it
/// @param heard what the docket has of it
/// @param outcome what ruling again gave
public record Decided(AuditEvent.PolicyDecided said, Optional<Heard> heard, Retrial.Outcome outcome) {
    /// Why it does not hold; empty if it does.
    /// @spec docs/spec/evidence-pack.md#EP-8 evidence-pack
    public Optional<String> wrong() {
        return switch (outcome) {
            case Retrial.Outcome.Untried(var why) -> Optional.of(why);
            case Retrial.Outcome.Other _ -> Optional.of("ruling again rests on something else");
            case Retrial.Outcome.Same same when isSame(same) -> Optional.empty();
            case Retrial.Outcome.Same same -> Optional.of("ruling again says " + word(same.ruling()));
        };
    }

    /// The policies of the organisation that ruling again went by: one, by which nodes name a ruling.
    public List<Digest32> policies() {
        return outcome instanceof Retrial.Outcome.Same same
                ? same.standing().documents().policies().stream()
                        .filter(level -> level.policy().scope().workspace().isEmpty())
                        .map(level -> level.hash().value())
                        .toList()
                : List.of();
    }

    /// A set with a frozen node is denied though the court would let others sign, and so is what somebody said no to
    /// once, also with that no left out.
    private boolean isSame(Retrial.Outcome.Same same) {
        return switch (same.ruling()) {
            case Ruling.Denied _ -> said.decision() == AuditEvent.Said.DENIED;
            case Ruling.Pending _ -> said.decision() == AuditEvent.Said.PENDING || said.isEnded();
            case Ruling.Allowed _ ->
                said.decision() == AuditEvent.Said.ALLOWED
                        || said.isEnded()
                        || said.decision() == AuditEvent.Said.DENIED
                                && same.standing().freezes().standing().values().stream()
                                        .anyMatch(order -> order.scope() instanceof FreezeScope.Node);
        };
    }

    private static String word(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Denied _ -> "denied";
            case Ruling.Pending _ -> "pending";
            case Ruling.Allowed _ -> "allowed";
        };
    }
}
