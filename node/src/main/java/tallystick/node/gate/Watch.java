package tallystick.node.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tallystick.node.documents.Authority;
import tallystick.node.documents.InForce;
import tallystick.node.ledger.Reserve;
import tallystick.node.ledger.StoreUnavailable;

/// Looks on while an intent is signed, whether it still may be.
///
/// **Why** between the judgement and the last message there can be a minute, in which somebody freezes it, a document
/// changes, or an approval expires. What was true when it began is not enough to let a share of a signature leave.
///
/// **Threads** any.
final class Watch {
    /// For so long a judgement stands by the same documents.
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Bench bench;
    private final Bench.Brought brought;
    private final Reserve reserved;
    private final InForce begunBy;
    private InForce by;
    private Instant at;

    Watch(Bench bench, Bench.Brought brought, InForce by, Reserve reserved) {
        this.bench = bench;
        this.brought = brought;
        this.reserved = reserved;
        this.begunBy = by;
        this.by = by;
        this.at = reserved.now();
    }

    /// Why it may not be signed any more; empty if it may.
    ///
    /// @throws StoreUnavailable if that cannot be written down: it may not
    /// @spec docs/spec/court.md#CO-12 court
    synchronized Optional<Verdict.Refuse> refusal() throws StoreUnavailable {
        if (!(bench.authority() instanceof Authority.Judges(var present)))
            return Optional.of(new Verdict.Refuse(Verdict.Why.DOCUMENT_AWAITED, "", begunBy.policyHash()));
        var other = Bench.other(begunBy, present);
        if (other.isPresent()) return other;
        var now = bench.now();
        if (present.equals(by) && !now.isBefore(at) && now.isBefore(at.plus(FRESH))) return Optional.empty();
        by = present;
        at = now;
        return bench.again(begunBy, brought, reserved);
    }
}
