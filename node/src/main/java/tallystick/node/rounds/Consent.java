package tallystick.node.rounds;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.node.gate.Authorized;
import tallystick.node.gate.Verdict;
import tallystick.node.ledger.StoreUnavailable;

/// Whether more of a run may leave, asked each time before something does. Once it is withdrawn it stays so.
///
/// **Threads** one at a time.
final class Consent {
    private static final Logger LOG = Logger.getLogger(Consent.class.getName());

    private final Optional<Authorized> signing;
    private Optional<Verdict.Refuse> refusal = Optional.empty();

    private Consent(Optional<Authorized> signing) {
        this.signing = signing;
    }

    /// To what nobody has to allow, such as a ceremony's rounds.
    static Consent always() {
        return new Consent(Optional.empty());
    }

    /// To sign what was authorised, as long as it would be again.
    static Consent of(Authorized authorized) {
        return new Consent(Optional.of(authorized));
    }

    /// @spec docs/spec/court.md#CO-12 court
    boolean isGiven() {
        if (refusal.isEmpty()) refusal = asked();
        return refusal.isEmpty();
    }

    /// Why it was withdrawn.
    Optional<Verdict.Refuse> refusal() {
        return refusal;
    }

    private Optional<Verdict.Refuse> asked() {
        if (signing.isEmpty()) return Optional.empty();
        try {
            return signing.get().refusal();
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "ledger or log failed", e);
            return Optional.of(new Verdict.Refuse(
                    Verdict.Why.DENIED,
                    "this node's disk cannot be written",
                    signing.get().policy()));
        }
    }
}
