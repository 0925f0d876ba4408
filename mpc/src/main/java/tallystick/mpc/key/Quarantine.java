package tallystick.mpc.key;

import java.util.Optional;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;

/// The durable memory of signing sets that may not sign any more, declared here by its user.
///
/// **Why** a combined signature that does not verify, after every check before has passed, is somebody's doing, and
/// among more than two nothing tells whose. Whoever does it learns a little by every repetition, so there is none: the
/// set is cut off until new shares have made what was learnt worthless. Only a later epoch lifts it.
///
/// The production implementation (node) is on disk before [#impose] returns, and a signing run says nothing more to
/// anybody before that. If the disk fails the set is cut off all the same, for as long as the process lives.
///
/// **Threads** safe for many.
///
/// `docs/spec/signing.md` §4, step 9.
public interface Quarantine {
    /// Cuts the set off; again changes nothing.
    void impose(SetName set);

    /// Whether the set is cut off.
    boolean holds(SetName set);

    /// Why a run of the set says nothing more, if another of its runs has had it cut off meanwhile.
    ///
    /// @spec docs/spec/signing.md#SG-19 signing
    default Optional<Blame> ends(SetName set) {
        return holds(set)
                ? Optional.of(Blame.unattributed(
                        Fault.QUARANTINED,
                        "another run of %s ended with a signature that does not verify".formatted(set.parties())))
                : Optional.empty();
    }
}
