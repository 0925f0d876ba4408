package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SchnorrVerify;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.TaggedHash;
import tallystick.crypto.kit.XOnly;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.frost.Ciphersuite;
import tallystick.mpc.frost.CommitmentList;
import tallystick.mpc.frost.FrostSign;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SignatureShare;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningNonces;
import tallystick.mpc.frost.SigningPackage;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.session.PartyId;

/// F8 and E7: internal key, output key and group commitment may each be odd; the tweaks are added by one party alone,
/// whoever signs.
class F8ParityTest {
    private static final int TRIALS_MAX = 400;

    @Test
    void everyParity_withAndWithoutTaprootAndDerivation_verifiesUnderTheExpectedKey() {
        var combinations = 0;
        for (var derived : List.of(false, true)) {
            for (var taproot : List.of(
                    new TaprootTweak.None(),
                    new TaprootTweak.KeyOnly(),
                    new TaprootTweak.Scripts(new Digest32(FrostTrial.message(99))))) {
                var seen = new TreeSet<String>();
                // Without a Taproot tweak the output key is the internal key: no third parity.
                var wanted = taproot instanceof TaprootTweak.None ? 4 : 8;
                for (var seed = 0; seen.size() < wanted && seed < TRIALS_MAX; seed++)
                    seen.add(trial(seed, derived, taproot));
                assertThat(seen).as("derived %s, %s", derived, taproot).hasSize(wanted);
                combinations += seen.size();
            }
        }
        assertThat(combinations).isEqualTo(2 * (4 + 8 + 8));
    }

    /// Signs with two sets of different lowest parties; which of the three were odd.
    private static String trial(long seed, boolean derived, TaprootTweak taproot) {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, seed)) {
            var child = derived
                    ? FrostTrial.child(dealt, seed)
                    : KeyTweak.none(dealt.key().scheme().curve());
            var internal =
                    dealt.key().point().plus(child.sum().timesGenerator()).orThrow("random");
            var expected = expected(internal, taproot);
            var outputKey = OutputKey.of(dealt.key(), child, taproot);
            assertThat(outputKey.point().xOnly()).isEqualTo(expected.xOnly());
            assertThat(outputKey.point().hasEvenY()).isTrue();

            var odd = new ArrayList<String>();
            for (var set : List.of(dealt.set(1, 3), dealt.set(2, 3))) {
                var groupCommitment = sign(dealt, set, outputKey, expected, seed);
                odd.add("P %s Q %s R %s"
                        .formatted(
                                internal.hasEvenY(),
                                taproot instanceof TaprootTweak.None || expected.hasEvenY(),
                                groupCommitment.hasEvenY()));
            }
            return odd.getFirst();
        }
    }

    /// > Q = lift_x(x(P)) + int(hash_TapTweak(bytes(P) || merkle_root)) G
    private static Point expected(Point internal, TaprootTweak taproot) {
        var lifted = XOnly.lift(internal.xOnly()).orThrow();
        var hash =
                switch (taproot) {
                    case TaprootTweak.None() -> null;
                    case TaprootTweak.KeyOnly() -> TaggedHash.TAP_TWEAK.hash(internal.xOnly());
                    case TaprootTweak.Scripts(var root) -> TaggedHash.TAP_TWEAK.hash(internal.xOnly(), root.bytes());
                };
        if (hash == null) return lifted;
        var tweak = internal.group().parseScalar(hash.bytes()).orThrow();
        return lifted.plus(tweak.timesGenerator()).orThrow("random");
    }

    private static Point sign(DealtKey dealt, SigningSet set, OutputKey outputKey, Point expected, long seed) {
        var message = FrostTrial.message(seed);
        var nonces = new TreeMap<PartyId, SigningNonces>();
        var commitments = new TreeMap<PartyId, SigningCommitments>();
        for (var party : set.parties()) {
            var drawn =
                    FrostSign.commit(dealt.share(party), new SeededEntropy(1000 * seed + party.value()), dealt.home());
            nonces.put(party, drawn);
            commitments.put(party, drawn.commitments());
        }
        var list = new CommitmentList(commitments);
        var shares = new TreeMap<PartyId, SignatureShare>();
        for (var party : set.parties())
            shares.put(
                    party,
                    FrostSign.sign(dealt.share(party), set, outputKey, message, list, nonces.get(party))
                            .orElseThrow());
        switch (FrostSign.aggregate(dealt.key(), set, outputKey, message, list, shares)) {
            case FrostSign.Combined.Signed(var signature) ->
                assertThat(SchnorrVerify.verify(expected.xOnly(), message, signature.encoded()))
                        .isTrue();
            case FrostSign.Combined.Refused(var culprits) -> throw new AssertionError("refused: " + culprits);
        }
        return SigningPackage.of(Ciphersuite.of(Scheme.FROST_BIP340), outputKey, message, list)
                .commitmentOf(set.parties())
                .orThrow("random");
    }
}
