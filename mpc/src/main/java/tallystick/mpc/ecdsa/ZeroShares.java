package tallystick.mpc.ecdsa;

import java.util.Optional;
import java.util.SortedMap;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;

/// Shares of zero among the parties of one session: ζ_i = Σ_{j>i} PRF(k_ij) - Σ_{j<i} PRF(k_ij).
///
/// **Why** without them the points of the additive shares would be the same in every session and name the signers; and
/// each mask is spent on one session only.
///
/// @spec https://eprint.iacr.org/2023/765 DKLs23 §3 (zero-sharing)
public final class ZeroShares {
    private ZeroShares() {}

    /// This party's share; the caller closes it. The shares of all parties of the session sum to zero.
    ///
    /// @param session a digest never used for another session
    /// @param pairs what this party shares with each other party of the session, by peer
    /// @return none if what is shared with one of them was destroyed
    public static Optional<SecretScalar> of(
            PartyId self, SortedMap<PartyId, PairSecrets> pairs, Digest32 session, SecretMemory home) {
        try (var held = new Held()) {
            var sum = held.hold(new SecretSum(home), SecretSum::close);
            for (var entry : pairs.entrySet()) {
                var peer = entry.getKey();
                var name = entry.getValue().name();
                Invariant.check(name.self().equals(self) && name.peer().equals(peer), "pair secrets filed by peer");
                var shared = entry.getValue().zeroShare(session, home);
                if (shared.isEmpty()) return Optional.empty();
                try (var value = shared.get()) {
                    if (self.compareTo(peer) < 0) sum.add(value);
                    else sum.subtract(value);
                }
            }
            return held.release(Optional.of(sum.value()));
        }
    }
}
