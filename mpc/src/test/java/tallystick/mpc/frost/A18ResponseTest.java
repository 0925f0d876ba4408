package tallystick.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.kit.TimingProbe;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.session.PartyId;

/// A18: the time of a response tells nothing of the share.
class A18ResponseTest {
    private static final PartyId SELF = new PartyId(1);
    private static final PartyId OTHER = new PartyId(2);
    private static final int POOL = 32;

    @ParameterizedTest
    @EnumSource(names = {"FROST_BIP340", "FROST_ED25519"})
    void response_withASmallAndARandomShare_takesEqualTime(Scheme scheme) {
        var dealt = DealtKey.deal("2 of (a, b)", scheme, 1);
        var group = scheme.curve().group();
        var small = new ArrayList<SecretScalar>();
        var random = new ArrayList<SecretScalar>();
        for (var i = 0; i < POOL; i++) {
            small.add(group.secretOf(group.scalar(3), dealt.home()));
            random.add(group.randomSecret(new SeededEntropy(i), dealt.home()));
        }
        try (var additive = group.randomSecret(new SeededEntropy(77), dealt.home());
                var others = FrostSign.commit(dealt.share(2), new SeededEntropy(2), dealt.home())) {
            var t = new TimingProbe(18).measure(300, 1, new Responding(dealt, additive, small, random, others));
            System.out.printf("%-40s |t| %5.1f%n", scheme + " response", t);
            assertThat(t).isLessThan(TimingProbe.T_MAX);
        }
        small.forEach(SecretScalar::close);
        random.forEach(SecretScalar::close);
    }

    /// Nonces are spent by a response, so each has fresh ones, made before the time is taken.
    private static final class Responding implements TimingProbe.Subject {
        private final DealtKey dealt;
        private final SecretScalar additive;
        private final List<SecretScalar> small;
        private final List<SecretScalar> random;
        private final SigningCommitments others;
        private Optional<SigningNonces> nonces = Optional.empty();
        private Optional<SigningPackage> signing = Optional.empty();
        private int next;

        Responding(
                DealtKey dealt,
                SecretScalar additive,
                List<SecretScalar> small,
                List<SecretScalar> random,
                SigningNonces others) {
            this.dealt = dealt;
            this.additive = additive;
            this.small = small;
            this.random = random;
            this.others = others.commitments();
        }

        @Override
        public void prepare(boolean fixed) {
            next = (next + 1) % POOL;
            MemorySegment.copy((fixed ? small : random).get(next).memory(), 0, additive.memory(), 0, 32);
            nonces.ifPresent(SigningNonces::close);
            var fresh = FrostSign.commit(dealt.share(1), new SeededEntropy(next), dealt.home());
            var list = CommitmentList.of(List.of(
                    new CommitmentList.Entry(SELF, fresh.commitments()), new CommitmentList.Entry(OTHER, others)));
            signing = Optional.of(SigningPackage.of(
                    Ciphersuite.of(dealt.key().scheme()),
                    OutputKey.of(dealt.key(), KeyTweak.none(dealt.key().scheme().curve()), new TaprootTweak.None()),
                    Bytes.copyOf(new byte[32]),
                    list));
            nonces = Optional.of(fresh);
        }

        @Override
        public void run() {
            assertThat(FrostSign.sign(signing.orElseThrow(), SELF, additive, nonces.orElseThrow()))
                    .isPresent();
        }
    }
}
