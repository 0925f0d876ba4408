package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.AgreedSetup;
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
    void consentOfAStranger_namesItsSender_andFreesNoncesAndItems() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 32)) {
            var before = world.openSecretBytes();
            var terms = world.prepareNonces(1).terms(1, 1, 3);
            var stranger = world.agreement(ONE, terms, world.roll().identity(THREE));
            var outcomes =
                    Network.of(List.of(stranger, world.agreement(THREE, terms))).run();
            Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.BAD_SIGNATURE, ONE);
            Outcomes.assertFinished(outcomes, List.of(ONE)).values().forEach(AgreedSetup::close);
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
                    .meddle(Rewriter.ofMessages(reader, Rewriter.sentBy(ONE, 2), AgreementEndsTest::withoutItems))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.WRONG_COUNT, ONE);
            assertNothingHeld(world, before);
        }
    }

    private static SetupMessage withoutItems(SetupMessage message) {
        var chosen = (SetupMessage.Choose) message;
        return new SetupMessage.Choose(
                chosen.opening(), new SigningSetup.Choice(chosen.choice().nonces(), new TreeMap<>()));
    }

    @Test
    void secretsDestroyedAfterTheAgreement_freeNoncesAndItems() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 34)) {
            var before = world.openSecretBytes();
            var agreed = world.prepareNonces(1).agree(world.terms(1, 1, 3));
            var held = world.openSecretBytes();
            world.share(ONE).close();
            var ofTheShare = held - world.openSecretBytes();
            Outcomes.assertBlamed(SigningWorld.signing(agreed).run(), List.of(ONE), Fault.BANNED);
            assertNothingHeld(world, before - ofTheShare);
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
            agreed.values().forEach(AgreedSetup::close);
        }
    }

    private static SetupAgreement starved(SigningWorld world, SigningTerms terms, VolePools pools) {
        var admitted =
                world.share(ONE).admit(terms, _ -> false, new TrialQuarantine()).orThrow();
        var means = new SetupAgreement.Means(
                pools, world.stock(ONE), world.roll().identity(ONE), world.roll(), world.chance(ONE));
        return SetupAgreement.of(admitted, means);
    }

    private static void assertNothingHeld(SigningWorld world, long before) {
        world.parties().forEach(party -> world.stock(party).close());
        assertThat(world.openSecretBytes()).isEqualTo(before);
    }
}
