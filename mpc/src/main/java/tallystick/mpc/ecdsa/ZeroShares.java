package tallystick.mpc.ecdsa;

import java.util.List;
import java.util.SortedMap;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// One party's share of zero in one signature: ζ_i = Σ_{j>i} F(k_ij, session) − Σ_{j<i} F(k_ij, session), so that
/// the ζ of a signing set sum to zero whoever is in it.
///
/// **Why** it hides the key-share point: without it every signature would show the same pk_i = y_i·G, and a party could
/// shift its own share by what another's reveals.
///
/// **Timing** constant.
///
/// @spec https://eprint.iacr.org/2023/765 DKLs23 §3 (the key share is rerandomised by a share of zero)
final class ZeroShares {
    private ZeroShares() {}

    /// F(k_ij, session): the value both parties of a pair compute.
    static SecretScalar pairValue(PairSecrets pair, SessionId session, SecretMemory home) {
        try (var hash = SecretHash.of("tallystick/ecdsa/v1/zero-share", home);
                var wide = hash.add("seed", pair.zeroSeed())
                        .add("session", session.value())
                        .wide()) {
            return EcdsaNumbers.GROUP.reduceSecretWide(wide, home);
        }
    }

    /// ζ of `self`.
    static SecretScalar of(
            PartyId self, List<PartyId> others, EcdsaKeyShare share, SessionId session, SecretMemory home) {
        var sum = EcdsaNumbers.GROUP.secretZero(home);
        for (var other : others) {
            try (var before = sum;
                    var value = pairValue(share.pair(other), session, home)) {
                sum = other.compareTo(self) > 0 ? before.plus(value) : before.minus(value);
            }
        }
        return sum;
    }

    /// ζ of `party` from values that were disclosed.
    static Scalar ofDisclosed(PartyId party, SortedMap<PartyId, Scalar> values) {
        var sum = EcdsaNumbers.GROUP.scalar(0);
        for (var each : values.entrySet())
            sum = each.getKey().compareTo(party) > 0 ? sum.plus(each.getValue()) : sum.minus(each.getValue());
        return sum;
    }
}
