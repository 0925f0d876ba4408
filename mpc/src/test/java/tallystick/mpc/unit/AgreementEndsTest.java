package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.SetupMessage;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// An agreement that stops half way has destroyed whatever single-use material it had taken.
class AgreementEndsTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    @Test
    void noItemLeft_blamesNobody_andFreesTheNoncesAlreadyTaken() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 31)) {
            var before = world.openSecretBytes();
            var terms = world.prepareNonces(1).terms(1, 1, 3);
            try (var empty = new VolePools(ONE, world.key().key().id(), 1, 5)) {
                var outcomes = Network.of(List.of(starved(world, terms, empty), world.agreement(THREE, terms)))
                        .run();
                assertThat(Outcomes.blameOf(outcomes, ONE).detail()).isEqualTo("0 items left of 1");
                Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ITEM_UNAVAILABLE);
                Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.ABSENT, ONE);
            }
            assertNothingHeld(world, before);
        }
    }

    @Test
    void itemsOfTheOther_thatAreNotThere_freeWhatWasTakenAlready() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 36)) {
            var before = world.openSecretBytes();
            var terms = world.prepareNonces(1).terms(1, 1, 3);
            var reader = world.agreement(ONE, terms);
            var outcomes = world.agreeing(terms)
                    .meddle(Rewriter.ofMessages(reader, Rewriter.sentBy(ONE, 1), AgreementEndsTest::withItemsOfAnother))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.ITEM_UNAVAILABLE);
            Outcomes.assertFinished(outcomes, List.of(ONE)).values().forEach(ChosenSetup::close);
            assertNothingHeld(world, before);
        }
    }

    /// The items of one are looked at before the nonces of the next.
    @Test
    void itemsThatAreNotThere_destroyWhatTheNextHasNamedToo() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 37)) {
            var terms = world.prepareNonces(1).terms(1, 1, 2, 3);
            var reader = world.agreement(ONE, terms);
            assertThat(world.stock(THREE).availableOf(TWO)).isEqualTo(1);
            var outcomes = world.agreeing(terms)
                    .meddle(Rewriter.ofMessages(reader, Rewriter.sentBy(ONE, 1), AgreementEndsTest::withItemsOfAnother))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.ITEM_UNAVAILABLE);
            assertThat(world.stock(THREE).availableOf(TWO)).isZero();
        }
    }

    private static SetupMessage withItemsOfAnother(SetupMessage message) {
        var own = message.choice().items().get(THREE);
        var turned = new TreeMap<>(message.choice().items());
        turned.put(THREE, new Allocation(own.higherSends(), own.lowerSends()));
        return new SetupMessage(
                message.opening(),
                message.terms(),
                message.fresh(),
                new SigningSetup.Choice(message.choice().nonces(), turned));
    }

    @Test
    void consentOfAStranger_namesItsSender_andFreesNoncesAndItems() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 32)) {
            var before = world.openSecretBytes();
            var terms = world.prepareNonces(1).terms(1, 1, 3);
            var stranger = world.agreement(ONE, terms, world.roll().identity(THREE));
            var agreed = Outcomes.assertFinished(
                    Network.of(List.of(stranger, world.agreement(THREE, terms))).run());
            var network = SigningWorld.signing(agreed);
            Outcomes.assertBlamed(network.run(), List.of(THREE), Fault.BAD_SIGNATURE, ONE);
            assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(THREE) && parcel.round() == 2);
            assertNothingHeld(world, before);
        }
    }

    @Test
    void choiceWithoutItems_namesItsSender_andFreesTheNoncesAlreadyTaken() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 33)) {
            var before = world.openSecretBytes();
            var terms = world.prepareNonces(1).terms(1, 1, 3);
            var reader = world.agreement(ONE, terms);
            var outcomes = world.agreeing(terms)
                    .meddle(Rewriter.ofMessages(reader, Rewriter.sentBy(ONE, 1), AgreementEndsTest::withoutItems))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.WRONG_COUNT, ONE);
            Outcomes.assertFinished(outcomes, List.of(ONE)).values().forEach(ChosenSetup::close);
            assertNothingHeld(world, before);
        }
    }

    @Test
    void choiceWithMoreItemsThanDigests_namesItsSender() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 38)) {
            var terms = world.prepareNonces(1).terms(1, 1, 3);
            var reader = world.agreement(ONE, terms);
            var outcomes = world.agreeing(terms)
                    .meddle(Rewriter.ofMessages(reader, Rewriter.sentBy(ONE, 1), AgreementEndsTest::withItemsTwice))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.WRONG_COUNT, ONE);
            Outcomes.assertFinished(outcomes, List.of(ONE)).values().forEach(ChosenSetup::close);
        }
    }

    private static SetupMessage withItemsTwice(SetupMessage message) {
        var own = message.choice().items().get(THREE);
        var doubled = new TreeMap<>(message.choice().items());
        doubled.put(THREE, new Allocation(andNext(own.lowerSends()), andNext(own.higherSends())));
        return new SetupMessage(
                message.opening(),
                message.terms(),
                message.fresh(),
                new SigningSetup.Choice(message.choice().nonces(), doubled));
    }

    private static List<ItemRef> andNext(List<ItemRef> items) {
        var last = items.getLast();
        return List.of(last, new ItemRef(last.pool(), last.index() + 1));
    }

    private static SetupMessage withoutItems(SetupMessage message) {
        return new SetupMessage(
                message.opening(),
                message.terms(),
                message.fresh(),
                new SigningSetup.Choice(message.choice().nonces(), new TreeMap<>()));
    }

    @Test
    void secretsDestroyedAfterTheAgreement_freeNoncesAndItems() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 34)) {
            var before = world.openSecretBytes();
            var agreed = world.prepareNonces(1).agree(world.terms(1, 1, 3));
            var held = world.openSecretBytes();
            world.share(ONE).close();
            var ofTheShare = held - world.openSecretBytes();
            Outcomes.assertBlamed(SigningWorld.signing(agreed).run(), List.of(ONE), Fault.RETIRED);
            assertNothingHeld(world, before - ofTheShare);
        }
    }

    @Test
    void keyShareAloneClosedAfterTheAgreement_endsSigningBeforeAWord() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 36)) {
            var agreed = world.prepareNonces(1).agree(world.terms(1, 1, 3));
            world.share(ONE).share().close();
            var network = SigningWorld.signing(agreed);
            Outcomes.assertBlamed(network.run(), List.of(ONE), Fault.RETIRED);
            assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(ONE));
        }
    }

    @Test
    void rounds_carryTheirEchoThemselves() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 35)) {
            var terms = world.prepareNonces(1).terms(1, 1, 3);
            var agreed = world.agree(terms);
            for (var round = 1; round <= 3; round++) {
                assertThat(world.agreement(ONE, terms).echoes(round)).isFalse();
                assertThat(Signing.of(agreed.get(ONE)).echoes(round)).isFalse();
            }
            agreed.values().forEach(ChosenSetup::close);
        }
    }

    private static SetupAgreement starved(SigningWorld world, SigningTerms terms, VolePools pools) {
        var admitted = world.share(ONE)
                .admit(terms, world.roll(), _ -> false, new TrialQuarantine())
                .orThrow();
        var means =
                new SetupAgreement.Means(pools, world.stock(ONE), world.roll().identity(ONE), world.chance(ONE));
        return SetupAgreement.of(admitted, means);
    }

    private static void assertNothingHeld(SigningWorld world, long before) {
        world.parties().forEach(party -> world.stock(party).close());
        assertThat(world.openSecretBytes()).isEqualTo(before);
    }
}
