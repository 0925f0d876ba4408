package tallystick.node.rounds;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.wire.SignReply;
import tallystick.node.gate.Authorized;
import tallystick.node.gate.Verdict;
import tallystick.node.ledger.StoreUnavailable;

/// Whether more of a run may leave, asked each time before something does. Once it is withdrawn it stays so.
///
/// **Threads** one at a time.
final class Consent {
    private static final Logger LOG = Logger.getLogger(Consent.class.getName());

    private final Optional<Authorized> signing;
    private final Supplier<Optional<SignReply>> distrust;
    private Optional<Verdict.Refuse> refusal = Optional.empty();
    private Optional<SignReply> reply = Optional.empty();

    private Consent(Optional<Authorized> signing, Supplier<Optional<SignReply>> distrust) {
        this.signing = signing;
        this.distrust = distrust;
    }

    /// To what nobody has to allow, such as a ceremony's rounds.
    static Consent always() {
        return new Consent(Optional.empty(), Optional::empty);
    }

    /// To sign what was authorised, as long as it would be again.
    ///
    /// @param distrust what is answered where one of those it is signed with is not to be worked with by now
    static Consent of(Authorized authorized, Supplier<Optional<SignReply>> distrust) {
        return new Consent(Optional.of(authorized), distrust);
    }

    /// @spec docs/spec/court.md#CO-12 court
    /// @spec docs/spec/quarantine.md#QU-5 quarantine
    boolean isGiven() {
        if (reply.isPresent()) return false;
        reply = distrust.get();
        if (reply.isPresent()) return false;
        refusal = asked();
        reply = refusal.map(Verdict.Refuse::reply);
        return reply.isEmpty();
    }

    /// The judgement by which it was withdrawn, if it was one.
    Optional<Verdict.Refuse> refusal() {
        return refusal;
    }

    /// What is answered once it was withdrawn.
    SignReply reply() {
        return reply.orElseThrow();
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
