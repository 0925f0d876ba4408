package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.curve.SchnorrVerify;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.frost.Ciphersuite;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.EveryOrder;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

class FrostSigningTest {
    @Test
    void honestParties_underEveryScheme_allHoldTheSameGoodSignature() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var lent = dealt.home().lentBytes();
                assertSigned(
                        FrostTrial.setup(dealt, 1, 3), FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 3), 5));
                assertThat(dealt.home().lentBytes()).as("secrets left open").isEqualTo(lent);
            }
        }
    }

    @Test
    void ed25519Signature_underLibsodiumsVerifier_isGood() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 2)) {
            var setup = FrostTrial.setup(dealt, 1, 2, 3);
            var signature =
                    assertSigned(setup, FrostTrial.network(dealt, setup, 1)).getFirst();
            var message = setup.requests().getFirst().message();
            assertThat(Ed25519Verify.verify(dealt.key().point().encode(), message, signature.encoded()))
                    .isTrue();
        }
    }

    @Test
    void bip340Signature_underLibsecp256k1sVerifier_isGood() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 2)) {
            var setup = FrostTrial.setup(dealt, 1, 2, 3);
            var signature =
                    assertSigned(setup, FrostTrial.network(dealt, setup, 1)).getFirst();
            var message = setup.requests().getFirst().message();
            assertThat(SchnorrVerify.verify(dealt.key().point().xOnly(), message, signature.encoded()))
                    .isTrue();
        }
    }

    @Test
    void shareClosedMeanwhile_endsTheRunBeforeItsNextWord_andNamesNobody() {
        for (var round = 0; round < 2; round++) {
            try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 4)) {
                var one = new PartyId(1);
                var two = new PartyId(2);
                var setup = FrostTrial.setup(dealt, 1, 2);
                try (var run = Run.of(FrostTrial.signer(dealt, setup, one, 1));
                        var peer = Run.of(FrostTrial.signer(dealt, setup, two, 1))) {
                    var theirs = peer.start().getFirst().message();
                    if (round == 0) dealt.share(1).close();
                    assertThat(run.start()).hasSize(round);
                    dealt.share(1).close();
                    assertThat(run.receive(two, true, theirs)).isEmpty();
                    Outcomes.assertBlamed(Map.of(one, run.outcome().orElseThrow()), List.of(one), Fault.RETIRED);
                }
            }
        }
    }

    @Test
    void batch_ofDifferentPathsAndOutputs_signsEachUnderItsOwnKey() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("all(risk, 2 of (a, b, c))", scheme, 3)) {
                var requests = new ArrayList<SigningRequest>();
                for (var i = 0; i < 12; i++) {
                    var taproot = scheme != Scheme.FROST_BIP340 || i % 3 == 0
                            ? new TaprootTweak.None()
                            : i % 3 == 1
                                    ? new TaprootTweak.KeyOnly()
                                    : new TaprootTweak.Scripts(new Digest32(FrostTrial.message(i)));
                    requests.add(new SigningRequest(
                            FrostTrial.message(i),
                            i % 2 == 0 ? FrostTrial.plain(dealt, 0).child() : FrostTrial.child(dealt, i),
                            taproot));
                }
                var setup = FrostTrial.setup(dealt, dealt.set(1, 2, 4), requests);
                var signatures = assertSigned(setup, FrostTrial.network(dealt, setup, 8));
                assertThat(signatures).hasSize(12).doesNotHaveDuplicates();
                assertThat(new TreeSet<>(signatures.stream()
                                .map(each -> each.encoded().slice(0, 32))
                                .toList()))
                        .as("each request has nonces of its own")
                        .hasSize(12);
            }
        }
    }

    @Test
    void commitmentsMadeAhead_signInOneMessageEachWay() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 4);
                    var pools = new FrostTrial.Pools(dealt, 8, 1)) {
                var requests = List.of(FrostTrial.plain(dealt, 1), FrostTrial.plain(dealt, 2));
                var setup = pools.setup(dealt.set(1, 3), requests, 3);
                var network = pools.network(setup, 1);
                assertSigned(setup, network);
                assertThat(network.sent()).hasSize(2).allMatch(parcel -> parcel.round() == 2);
                assertThat(pools.of(new PartyId(1)).size()).isEqualTo(6);
                assertThat(pools.of(new PartyId(2)).size()).as("takes no part").isEqualTo(8);
            }
        }
    }

    @Test
    void threeParties_everyOrderOfArrival_sign() {
        try (var dealt = DealtKey.deal("3 of (a, b, c)", Scheme.FROST_BIP340, 5)) {
            var setup = FrostTrial.setup(dealt, 1, 2, 3);
            var orders =
                    EveryOrder.of(() -> FrostTrial.network(dealt, setup, 1), network -> assertSigned(setup, network));
            assertThat(orders).isEqualTo(2752);
        }
    }

    @Test
    void threeParties_randomOrdersAndRepeats_sign() {
        try (var dealt = DealtKey.deal("3 of (a, b, c)", Scheme.FROST_ED25519, 6)) {
            var setup = FrostTrial.setup(dealt, 1, 2, 3);
            for (var seed = 0; seed < 40; seed++) {
                var chance = new Random(seed);
                Meddler repeats = parcel -> List.of(parcel, parcel, parcel).subList(0, 1 + chance.nextInt(3));
                assertSigned(
                        setup,
                        FrostTrial.network(dealt, setup, seed)
                                .order(Order.random(chance))
                                .meddle(repeats));
            }
        }
    }

    @Test
    void protocol_withShareSessionOrPoolOfAnother_isRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 7);
                var other = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 8);
                var pools = new FrostTrial.Pools(dealt, 2, 1);
                var otherPools = new FrostTrial.Pools(other, 2, 1)) {
            var one = new PartyId(1);
            var setup = FrostTrial.setup(dealt, 1, 2);
            var parties = setup.set().parties();
            var session = setup.session(FrostTrial.fresh(parties, 1), one);
            var entropy = new SeededEntropy(1);
            var admitted = FrostTrial.admitted(dealt.share(1), setup);
            var another = FrostTrial.admitted(dealt.share(2), setup);
            assertRefused(() -> FrostSigning.drawing(session, another, entropy, dealt.home()));
            var wider = FrostTrial.admitted(dealt.share(1), FrostTrial.setup(dealt, 1, 2, 3));
            assertRefused(() -> FrostSigning.drawing(session, wider, entropy, dealt.home()));
            var pooled = FrostTrial.admitted(dealt.share(1), pools.setup(dealt.set(1, 2), setup.requests(), 0));
            assertRefused(() -> FrostSigning.drawing(session, pooled, entropy, dealt.home()));
            var fresh = FrostTrial.fresh(parties, 1);
            assertRefused(() -> FrostSigning.pooled(admitted, fresh, pools.of(one), pools.bookOf(one)));
            assertRefused(() -> FrostSigning.pooled(pooled, fresh, otherPools.of(one), pools.bookOf(one)));
            assertRefused(() -> FrostSigning.pooled(pooled, fresh, pools.of(new PartyId(2)), pools.bookOf(one)));
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<SchnorrSignature> assertSigned(FrostSetup setup, Network<List<SchnorrSignature>> network) {
        var outputs = Outcomes.assertFinished(network.run());
        assertThat(outputs.keySet()).containsExactlyElementsOf(setup.set().parties());
        var signatures = outputs.firstEntry().getValue();
        assertThat(outputs.values()).allMatch(signatures::equals);
        assertThat(signatures).hasSameSizeAs(setup.requests());
        var suite = Ciphersuite.of(setup.key().scheme());
        for (var i = 0; i < signatures.size(); i++)
            assertThat(suite.verify(
                            setup.outputKeys().get(i).point(),
                            setup.requests().get(i).message(),
                            signatures.get(i)))
                    .isTrue();
        return signatures;
    }
}
