package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.EveryOrder;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Threshold ECDSA signing, `docs/spec/signing.md`.
class SigningTest {
    @Test
    void twoOfThree_sign_aSignatureOfTheKey() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 1).prepareNonces(4)) {
            var terms = world.terms(1, 1, 3);
            var results = world.sign(terms);
            assertThat(new HashSet<>(results.values())).hasSize(1);
            var signature = results.firstEntry().getValue().signatures().getFirst();
            assertThat(EcdsaVerify.verify(world.key().key().point(), SigningWorld.digest(0), signature.fixed()))
                    .isTrue();
            assertThat(signature.recover(SigningWorld.digest(0)))
                    .contains(world.key().key().point());
        }
    }

    @Test
    void everyQualifiedSet_ofWeightedAndNestedTrees_signs() {
        var signed = 0;
        for (var tree : List.of("3 of (a*2, b, c)", "2 of (2 of (a, b, c), 1 of (d, e))", "4 of (a, b, c, d)")) {
            try (var world = SigningWorld.of(tree, 2).prepareNonces(40)) {
                for (var set : SigningWorld.qualifiedSets(world.key())) {
                    var ids = set.stream().mapToInt(PartyId::value).toArray();
                    if (ids.length < 2) continue;
                    var terms = world.terms(1, ids);
                    assertSigned(world, terms, world.sign(terms));
                    signed++;
                }
            }
        }
        assertThat(signed).isGreaterThan(8);
    }

    @Test
    void batchByAChild_signsEveryDigestWithItsOwnNonce() {
        try (var world = SigningWorld.of("3 of (a, b, c, d)", 3).prepareNonces(9)) {
            var terms = world.terms(SigningWorld.tweak(world.key(), 5), 9, 1, 2, 4);
            var results = world.sign(terms);
            assertSigned(world, terms, results);
            var signatures = results.firstEntry().getValue().signatures();
            assertThat(signatures.stream().map(each -> each.r()).distinct()).hasSize(9);
            assertThat(signatures).noneMatch(each -> each.s().isHigh());
        }
    }

    @Test
    void secrets_areGone_onceSigned() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 4)) {
            var before = world.openSecretBytes();
            world.sign(world.prepareNonces(2).terms(2, 1, 2, 3));
            assertThat(world.openSecretBytes()).isEqualTo(before);
        }
    }

    @Test
    void setup_encoded_isReadBackAndNamesTheSession() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 5).prepareNonces(2)) {
            var agreed = world.agree(world.terms(SigningWorld.tweak(world.key(), 5), 2, 1, 2, 3));
            var setup = agreed.firstEntry().getValue().setup();
            var read = SigningSetup.parse(setup.encode()).orThrow();
            assertThat(read).isEqualTo(setup);
            assertThat(read.session()).isEqualTo(agreed.firstEntry().getValue().session());
            assertThat(SigningTerms.parse(setup.terms().encode()).orThrow()).isEqualTo(setup.terms());
            agreed.values().forEach(each -> each.close());
        }
    }

    @Test
    void setup_withMorePeersThanATreeHasParties_isMalformedAtTheirCount() {
        try (var world = SigningWorld.of("2 of (a, b)", 5).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2));
            var encoded = agreed.firstEntry().getValue().setup().encode();
            // The last party has no peer with a higher id, so its count is the end.
            var at = encoded.length() - 2;
            for (var count : List.of("ffff", "0040"))
                assertThat(SigningSetup.parse(CheatingDealer.overwrite(encoded, at, Bytes.ofHex(count))))
                        .isEqualTo(new Parsed.Malformed<SigningSetup>(at, "items count below 64"));
            assertThat(SigningSetup.parse(CheatingDealer.overwrite(encoded, at, Bytes.ofHex("003f"))))
                    .isInstanceOfSatisfying(
                            Parsed.Malformed.class,
                            malformed -> assertThat(malformed.offsetBytes()).isEqualTo(encoded.length()));
            agreed.values().forEach(each -> each.close());
        }
    }

    @Test
    void setup_signedTwice_isTheCallersFault_andTheFirstGoesOn() {
        try (var world = SigningWorld.of("2 of (a, b)", 5).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2));
            var chosen = agreed.firstEntry().getValue();
            try (var first = Run.of(Signing.of(chosen));
                    var second = Run.of(Signing.of(chosen))) {
                assertThat(first.start()).hasSize(1);
                assertThatThrownBy(second::start).isInstanceOf(IllegalStateException.class);
                assertThat(first.outcome()).isEmpty();
            }
            agreed.values().forEach(each -> each.close());
        }
    }

    @Test
    void consents_ofAll_comeWithTheSignature() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 5).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2, 3));
            var session = agreed.firstEntry().getValue().session();
            for (var result :
                    Outcomes.assertFinished(SigningWorld.signing(agreed).run()).values()) {
                assertThat(result.consents().keySet()).containsExactlyElementsOf(world.parties());
                result.consents().forEach((party, consent) -> {
                    var statement = Transcript.of("tallystick/ecdsa/v1/signing-consent")
                            .add("session", session.value())
                            .add("party", party.value())
                            .digest();
                    assertThat(world.roll().verifies(party, statement, consent)).isTrue();
                });
            }
        }
    }

    /// The lengths of `docs/spec/signing.md` §1. The goal for the two online messages of a pair is 512.
    @Test
    void messagesOfOneSignature_haveTheLengthsWrittenDown_andTheTwoOnlineOnesMeetTheGoal() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 5).prepareNonces(1)) {
            var agreeing = world.agreeing(world.terms(1, 1, 3));
            var agreed = Outcomes.assertFinished(agreeing.run());
            var signing = SigningWorld.signing(agreed);
            Outcomes.assertFinished(signing.run());
            assertThat(lengths(agreeing, 1)).containsExactlyInAnyOrder(139, 217);
            assertThat(lengths(signing, 1)).containsExactly(377, 377);
            assertThat(lengths(signing, 2)).containsExactly(133, 133);
            assertThat(377 + 133).isLessThanOrEqualTo(512);
        }
    }

    private static List<Integer> lengths(Network<?> network, int round) {
        return network.sent().stream()
                .filter(parcel -> parcel.round() == round)
                .map(parcel -> parcel.message().length())
                .toList();
    }

    @Test
    void threeParties_choosingInEveryOrderOfArrival_agreeOnOneSession() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 6)) {
            var orders =
                    EveryOrder.of(() -> world.agreeing(world.prepareNonces(1).terms(1, 1, 2, 3)), network -> {
                        var agreed = Outcomes.assertFinished(network.run());
                        assertThat(agreed.values().stream()
                                        .map(ChosenSetup::session)
                                        .distinct())
                                .hasSize(1);
                        agreed.values().forEach(ChosenSetup::close);
                    });
            assertThat(orders).isEqualTo(2 * 2 * 2);
        }
    }

    @Test
    void twoParties_inEveryOrderOfArrival_sign() {
        try (var world = SigningWorld.of("2 of (a, b)", 6)) {
            var orders = EveryOrder.of(
                    () -> world.signing(world.prepareNonces(1).terms(1, 1, 2)),
                    network -> Outcomes.assertFinished(network.run()));
            assertThat(orders).isGreaterThan(1);
        }
    }

    @Test
    void threeParties_inRandomOrders_sign() {
        var seed = 6L;
        try (var world = SigningWorld.of("3 of (a, b, c)", seed)) {
            var chance = new Random(seed);
            for (var trial = 0; trial < 60; trial++) {
                var terms = world.prepareNonces(1).terms(1, 1, 2, 3);
                var network = world.signing(terms).order(Order.random(chance));
                assertSigned(world, terms, Outcomes.assertFinished(network.run()));
            }
        }
    }

    @Test
    void agreement_inRandomOrdersWithDuplicates_finishes() {
        var seed = 7L;
        var chance = new Random(seed);
        try (var world = SigningWorld.of("3 of (a, b, c)", 7)) {
            for (var trial = 0; trial < 20; trial++) {
                var terms = world.prepareNonces(1).terms(1, 1, 2, 3);
                var agreeing = world.agreeing(terms)
                        .order(Order.random(chance))
                        .meddle(parcel -> chance.nextBoolean() ? List.of(parcel, parcel) : List.of(parcel));
                var agreed = Outcomes.assertFinished(agreeing.run());
                var signing = SigningWorld.signing(agreed)
                        .order(Order.random(chance))
                        .meddle(parcel -> chance.nextBoolean() ? List.of(parcel, parcel) : List.of(parcel));
                assertSigned(world, terms, Outcomes.assertFinished(signing.run()));
            }
        }
    }

    @Test
    void messagesLostByChance_endInSignaturesOrAbsence_andNothingElse() {
        var seed = 8L;
        var chance = new Random(seed);
        var absent = 0;
        try (var world = SigningWorld.of("3 of (a, b, c)", 8)) {
            for (var trial = 0; trial < 40; trial++) {
                var terms = world.prepareNonces(1).terms(1, 1, 2, 3);
                var outcomes = world.signing(terms)
                        .order(Order.random(chance))
                        .meddle(parcel -> chance.nextInt(12) == 0 ? List.of() : List.of(parcel))
                        .run();
                for (var outcome : outcomes.values()) {
                    if (!(outcome instanceof Run.Outcome.Stopped<SigningResult>(var blame))) continue;
                    assertThat(blame.fault())
                            .as("seed %d, trial %d", seed, trial)
                            .isEqualTo(Fault.ABSENT);
                    absent++;
                }
            }
        }
        assertThat(absent).isPositive();
    }

    private static void assertSigned(
            SigningWorld world, SigningTerms terms, SortedMap<PartyId, SigningResult> results) {
        assertThat(new HashSet<>(results.values())).hasSize(1);
        var result = results.firstEntry().getValue();
        assertThat(result.signingKey()).isEqualTo(world.signingKey(terms));
        assertThat(result.signatures()).hasSize(terms.count());
        for (var index = 0; index < terms.count(); index++) {
            var digest = terms.digests().get(index);
            var signature = result.signatures().get(index);
            assertThat(signature.verifies(world.signingKey(terms), digest)).isTrue();
            assertThat(signature.recover(digest)).contains(world.signingKey(terms));
        }
    }
}
