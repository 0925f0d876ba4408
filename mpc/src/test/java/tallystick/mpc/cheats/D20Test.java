package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;
import static tallystick.mpc.cheats.SigningCheat.next;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// D20: a signature that does not verify is not released, the items are burnt, nobody is named.
class D20Test {
    @Test
    void otherDenominator_isNotReleased() {
        assertBurnt(agreed -> SigningCheat.shares(
                TWO, agreed, old -> new SigningMessage.SignatureShare(next(old.denominator()), old.numerator())));
    }

    @Test
    void otherNumerator_isNotReleased() {
        assertBurnt(agreed -> SigningCheat.shares(
                TWO, agreed, old -> new SigningMessage.SignatureShare(old.denominator(), next(old.numerator()))));
    }

    @Test
    void bothScaledByOneNumber_areNotReleased() {
        assertBurnt(agreed -> SigningCheat.shares(
                TWO,
                agreed,
                old -> new SigningMessage.SignatureShare(
                        old.denominator().plus(old.denominator()),
                        old.numerator().plus(old.numerator()))));
    }

    @Test
    void sharesOfTheDigestBefore_areNotReleased() {
        assertBurnt(agreed -> SigningCheat.messages(
                TWO,
                agreed,
                SigningMessage.Shares.class,
                (_, old) -> new SigningMessage.Shares(
                        old.run(), old.view(), old.shares().reversed())));
    }

    @Test
    void otherBlinding_isNotReleased() {
        assertBurnt(agreed ->
                SigningCheat.openings(TWO, agreed, (_, old) -> SigningCheat.withBlinding(old, next(old.blinding()))));
    }

    @Test
    void otherBlindingForOnePartyOnly_isReleasedToNobody() {
        assertBurnt(agreed -> SigningCheat.openings(
                TWO,
                agreed,
                (to, old) -> to.equals(THREE) ? SigningCheat.withBlinding(old, next(old.blinding())) : old));
    }

    @Test
    void betweenTwoParties_theOtherIsNamed_butNotForAnotherView() {
        try (var world = SigningWorld.of("2 of (a, b)", 20).prepareNonces(2)) {
            var agreed = world.agree(world.terms(1, 1, 2));
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.shares(
                            TWO,
                            agreed,
                            old -> new SigningMessage.SignatureShare(next(old.denominator()), old.numerator())))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.FINAL_VERIFICATION, TWO);
            assertThat(world.stock(ONE).available()).as("burnt all the same").isEqualTo(1);
        }
        try (var world = SigningWorld.of("2 of (a, b)", 21).prepareNonces(1)) {
            var again = world.agree(world.terms(1, 1, 2));
            var viewed = SigningWorld.signing(again)
                    .meddle(SigningCheat.messages(
                            TWO,
                            again,
                            SigningMessage.Shares.class,
                            (_, old) -> new SigningMessage.Shares(old.run(), SigningWorld.digest(5), old.shares())))
                    .run();
            Outcomes.assertBlamed(viewed, List.of(ONE), Fault.ECHO_MISMATCH);
        }
    }

    private static void assertBurnt(Function<Map<PartyId, ChosenSetup>, Meddler> cheat) {
        try (var world = SigningWorld.of("3 of (a, b, c, d)", 20).prepareNonces(3)) {
            var agreed = world.agree(world.terms(2, 1, 2, 3));
            var outcomes =
                    SigningWorld.signing(agreed).meddle(cheat.apply(agreed)).run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.FINAL_VERIFICATION);
            assertThat(Fault.FINAL_VERIFICATION.consequence()).isEqualTo(Fault.Consequence.BURN);
            assertThat(world.stock(ONE).available())
                    .as("nothing spent comes back")
                    .isEqualTo(1);
            for (var honest : List.of(ONE, THREE))
                assertThat(world.quarantine(honest).sets()).hasSize(1);
            world.sign(world.terms(1, 1, 3, 4));
        }
    }
}
