package tallystick.mpc.frost;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyClaim;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// What is to be signed, by which key and whom: all that a party is told before it has judged a word of it.
///
/// **Why** whoever asks may name any key, epoch, set or child; [FrostAdmission] says which of it is not so. Nothing
/// here is checked, and nothing signs without an admission.
///
/// @param claim the key, its epoch and tree, who signs, and whose identity key is whose
/// @param policy hash of the policy and evidence each party judged this by
/// @param requests what is signed
/// @param pooled which commitments made ahead each party uses; empty if nonces are drawn in the run
public record FrostTerms(
        KeyClaim claim,
        Digest32 policy,
        List<SigningRequest> requests,
        Optional<SortedMap<PartyId, NonceItems>> pooled) {
    /// Copies.
    public FrostTerms {
        requests = List.copyOf(requests);
        pooled = pooled.map(items -> Collections.unmodifiableSortedMap(new TreeMap<>(items)));
    }

    /// The terms under which this set of this key signs, drawing its nonces in the run.
    ///
    /// @param roster whose identity key is whose
    public static FrostTerms of(
            GroupKey key, SigningSet set, Roster roster, List<SigningRequest> requests, Digest32 policy) {
        return new FrostTerms(KeyClaim.of(key, set.parties(), roster), policy, requests, Optional.empty());
    }

    /// The same over commitments made ahead.
    public FrostTerms over(SortedMap<PartyId, NonceItems> items) {
        return new FrostTerms(claim, policy, requests, Optional.of(items));
    }
}
