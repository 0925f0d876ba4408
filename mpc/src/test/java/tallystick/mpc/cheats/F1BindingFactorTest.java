package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.frost.Ciphersuite;
import tallystick.mpc.frost.CommitmentList;
import tallystick.mpc.frost.FrostSign;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningNonces;
import tallystick.mpc.frost.SigningPackage;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.session.PartyId;

/// F1: without a binding factor in every nonce, a party that keeps many sessions open forges a signature on a message
/// nobody agreed to (Benhamouda et al. 2020/945). The forger of this test succeeds against such signers and fails
/// against ours; and every input of the factor changes it.
class F1BindingFactorTest {
    private static final PartyId HONEST = new PartyId(1);
    private static final PartyId FORGER = new PartyId(2);
    private static final int SESSIONS = 256;

    @Test
    void signersWithoutBindingFactors_underManyOpenSessions_areForged() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_SECP256K1, 1)) {
            assertThat(new Forger(dealt).forges(new Unbound(dealt))).isTrue();
        }
    }

    @Test
    void ourSigners_underManyOpenSessions_areNotForged() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_SECP256K1, 1)) {
            var signer = new Bound(dealt);
            assertThat(new Forger(dealt).forges(signer)).isFalse();
            assertThat(signer.answers).isEqualTo(SESSIONS);
        }
    }

    @Test
    void bindingFactors_changeWithKeyMessageListAndParty() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 3)) {
                var suite = Ciphersuite.of(scheme);
                var message = FrostTrial.message(1);
                var outputKey = outputKey(dealt);
                var child = OutputKey.of(dealt.key(), FrostTrial.child(dealt, 1), new TaprootTweak.None());
                var list = list(dealt, 1, 2);
                var seen = new HashSet<Bytes>();
                var packages = List.of(
                        SigningPackage.of(suite, outputKey, message, list),
                        SigningPackage.of(suite, child, message, list),
                        SigningPackage.of(suite, outputKey, FrostTrial.message(2), list),
                        SigningPackage.of(suite, outputKey, message, replaced(list, HONEST, true)),
                        SigningPackage.of(suite, outputKey, message, replaced(list, HONEST, false)),
                        SigningPackage.of(suite, outputKey, message, replaced(list, FORGER, true)),
                        SigningPackage.of(suite, outputKey, message, replaced(list, FORGER, false)),
                        SigningPackage.of(suite, outputKey, message, list(dealt, 1, 2, 3)));
                for (var each : packages) {
                    for (var party : List.of(HONEST, FORGER))
                        seen.add(each.bindingFactor(party).encode());
                }
                assertThat(seen).hasSize(2 * packages.size());
            }
        }
    }

    /// What the forger can ask of the honest signer: to open a session, and then to answer in it.
    private interface Signer {
        SigningCommitments open(int session);

        Scalar answer(int session, SigningCommitments ofForger);
    }

    /// z = d + e + c·y: what FROST would be with ρ = 1.
    private static final class Unbound implements Signer {
        private final DealtKey dealt;
        private final Scalar additive;
        private final List<Scalar> nonces = new ArrayList<>();
        private final List<SigningCommitments> commitments = new ArrayList<>();

        Unbound(DealtKey dealt) {
            this.dealt = dealt;
            this.additive = additive(dealt, HONEST);
        }

        @Override
        public SigningCommitments open(int session) {
            var entropy = new SeededEntropy(session);
            var hiding = dealt.key().group().randomScalar(entropy);
            var binding = dealt.key().group().randomScalar(entropy);
            nonces.add(hiding.plus(binding));
            commitments.add(new SigningCommitments(point(hiding), point(binding)));
            return commitments.get(session);
        }

        @Override
        public Scalar answer(int session, SigningCommitments ofForger) {
            var groupCommitment =
                    sum(commitments.get(session)).plus(sum(ofForger)).orThrow("random");
            var challenge = challenge(dealt, groupCommitment, FrostTrial.message(session));
            return nonces.get(session).plus(challenge.times(additive));
        }
    }

    private static final class Bound implements Signer {
        private final DealtKey dealt;
        private final List<SigningNonces> nonces = new ArrayList<>();
        private int answers;

        Bound(DealtKey dealt) {
            this.dealt = dealt;
        }

        @Override
        public SigningCommitments open(int session) {
            nonces.add(FrostSign.commit(dealt.share(HONEST), new SeededEntropy(session), dealt.home()));
            return nonces.get(session).commitments();
        }

        @Override
        public Scalar answer(int session, SigningCommitments ofForger) {
            var own = nonces.get(session);
            var list = CommitmentList.of(List.of(
                    new CommitmentList.Entry(HONEST, own.commitments()), new CommitmentList.Entry(FORGER, ofForger)));
            answers++;
            return FrostSign.sign(
                            dealt.share(HONEST),
                            dealt.set(1, 2),
                            outputKey(dealt),
                            FrostTrial.message(session),
                            list,
                            own)
                    .orElseThrow()
                    .response();
        }
    }

    /// The polynomial-time attack on the ROS problem, with one session for each bit of the order.
    private static final class Forger {
        private final DealtKey dealt;
        private final Group group;

        Forger(DealtKey dealt) {
            this.dealt = dealt;
            this.group = dealt.key().group();
        }

        boolean forges(Signer signer) {
            var entropy = new SeededEntropy(945);
            var choices = new SigningCommitments[SESSIONS][2];
            var weights = new Scalar[SESSIONS];
            var offset = group.scalar(0);
            var forged = (Element) group.identity();
            for (var i = 0; i < SESSIONS; i++) {
                var opened = signer.open(i);
                var challenges = new Scalar[2];
                for (var b = 0; b < 2; b++) {
                    choices[i][b] = new SigningCommitments(
                            point(group.randomScalar(entropy)), point(group.randomScalar(entropy)));
                    challenges[b] = challenge(
                            dealt, sum(opened).plus(sum(choices[i][b])).orThrow("random"), FrostTrial.message(i));
                }
                weights[i] = power(i).times(challenges[1].minus(challenges[0]).invert());
                offset = offset.plus(weights[i].times(challenges[0]));
                forged = forged.plus(sum(opened).times(weights[i]));
            }
            var message = Bytes.ofUtf8("pay everything to the forger");
            var groupCommitment = forged.orThrow("random");
            var challenge = challenge(dealt, groupCommitment, message);
            var bits = new BigInteger(1, challenge.minus(offset).encode().toArray());
            var response = challenge.times(additive(dealt, FORGER));
            for (var i = 0; i < SESSIONS; i++)
                response = response.plus(weights[i].times(signer.answer(i, choices[i][bits.testBit(i) ? 1 : 0])));
            var suite = Ciphersuite.of(Scheme.FROST_SECP256K1);
            return suite.verify(dealt.key().point(), message, suite.signature(groupCommitment, response));
        }

        private Scalar power(int exponent) {
            var power = group.scalar(1);
            for (var i = 0; i < exponent; i++) power = power.plus(power);
            return power;
        }
    }

    private static Scalar challenge(DealtKey dealt, Point groupCommitment, Bytes message) {
        return Ciphersuite.of(dealt.key().scheme())
                .challenge(groupCommitment, dealt.key().point(), message);
    }

    private static Element sum(SigningCommitments commitments) {
        return commitments.hiding().plus(commitments.binding());
    }

    private static Point point(Scalar scalar) {
        return scalar.timesGenerator().orThrow("random");
    }

    private static Scalar additive(DealtKey dealt, PartyId party) {
        try (var additive = dealt.share(party).additiveShare(dealt.set(1, 2))) {
            return additive.declassify(SecretAccess.TEST_VECTOR);
        }
    }

    private static OutputKey outputKey(DealtKey dealt) {
        return OutputKey.of(dealt.key(), KeyTweak.none(curve(dealt)), new TaprootTweak.None());
    }

    private static Curve curve(DealtKey dealt) {
        return dealt.key().scheme().curve();
    }

    private static CommitmentList list(DealtKey dealt, int... parties) {
        var byParty = new TreeMap<PartyId, SigningCommitments>();
        for (var party : parties) {
            try (var nonces = FrostSign.commit(dealt.share(party), new SeededEntropy(party), dealt.home())) {
                byParty.put(new PartyId(party), nonces.commitments());
            }
        }
        return new CommitmentList(byParty);
    }

    private static CommitmentList replaced(CommitmentList list, PartyId party, boolean hiding) {
        var byParty = new TreeMap<>(list.byParty());
        byParty.computeIfPresent(
                party,
                (replacedParty, each) -> hiding
                        ? new SigningCommitments(each.hiding().negate(), each.binding())
                        : new SigningCommitments(each.hiding(), each.binding().negate()));
        return new CommitmentList(byParty);
    }
}
