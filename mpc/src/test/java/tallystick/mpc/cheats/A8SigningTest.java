package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.NonceRef;
import tallystick.mpc.ecdsa.SetupMessage;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A8: one party tells each of the others something else while they agree on a set-up. The honest ones differ by no
/// fault of theirs: none of them is named, and none sends a share.
class A8SigningTest {
    private static final List<PartyId> HONEST = List.of(ONE, TWO);

    @Test
    void otherFreshBytesToEach_withAConsentThatFitsBoth_nameNoHonestParty() {
        assertUnattributed(old -> new SetupMessage(
                old.opening(), old.terms(), SigningWorld.digest(99).bytes(), old.choice()));
    }

    @Test
    void anotherNonceToEach_withAConsentThatFitsBoth_namesNoHonestParty() {
        assertUnattributed(old -> {
            var was = old.choice().nonces().getFirst();
            var other = List.of(new NonceRef(was.batch(), was.index() + 1));
            return new SetupMessage(
                    old.opening(),
                    old.terms(),
                    old.fresh(),
                    new SigningSetup.Choice(other, old.choice().items()));
        });
    }

    @Test
    void consentToWhatNobodyChose_namesNobody() {
        var elsewhere = new tallystick.mpc.session.SessionId(SigningWorld.digest(98));
        try (var world = SigningWorld.of("2 of (a, b, c)", 31).prepareNonces(2)) {
            for (var signers : List.of(new int[] {1, 2, 3}, new int[] {1, 3})) {
                var agreed = world.agree(world.terms(1, signers));
                var consent = SigningCheat.consent(world.roll().identity(THREE), THREE, elsewhere);
                var network =
                        SigningWorld.signing(agreed).meddle(SigningCheat.consents(THREE, agreed, (_, _) -> consent));
                var outcomes = network.run();
                Outcomes.assertBlamed(outcomes, signers.length == 3 ? HONEST : List.of(ONE), Fault.SETUP_MISMATCH);
                assertThat(network.sent())
                        .noneMatch(
                                parcel -> parcel.round() == 2 && !parcel.from().equals(THREE));
            }
        }
    }

    @Test
    void forgedConsents_nameAllWhoForge_andComeBeforeOtherSetUps() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 31).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2, 3));
            var elsewhere = new tallystick.mpc.session.SessionId(SigningWorld.digest(98));
            var stolen = world.roll().identity(ONE);
            var network = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.consents(
                            THREE,
                            agreed,
                            (to, old) ->
                                    SigningCheat.consent(stolen, THREE, to.equals(TWO) ? elsewhere : old.session())))
                    .meddle(SigningCheat.consents(
                            TWO, agreed, (_, old) -> SigningCheat.consent(stolen, ONE, old.session())));
            var outcomes = network.run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.BAD_SIGNATURE, TWO, THREE);
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.BAD_SIGNATURE, THREE);
            assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(ONE) && parcel.round() == 2);
        }
    }

    /// THREE says something else to ONE than to TWO, and consents to what each of them sees.
    private static void assertUnattributed(UnaryOperator<SetupMessage> change) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 31).prepareNonces(4)) {
            var before = world.openSecretBytes();
            var terms = world.terms(1, 1, 2, 3);
            var reader = world.agreement(THREE, terms);
            SortedMap<PartyId, ChosenSetup> agreed = Outcomes.assertFinished(world.agreeing(terms)
                    .meddle(Rewriter.perReceiver(
                            reader,
                            parcel -> parcel.from().equals(THREE),
                            (to, message) -> to.equals(ONE) ? change.apply(message) : message))
                    .run());
            assertThat(agreed.get(ONE).session()).isNotEqualTo(agreed.get(TWO).session());
            var network = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.consents(
                            THREE,
                            agreed,
                            (to, _) -> SigningCheat.consent(
                                    world.roll().identity(THREE),
                                    THREE,
                                    agreed.get(to).session())));
            Outcomes.assertBlamed(network.run(), HONEST, Fault.SETUP_MISMATCH);
            assertThat(network.sent()).as("no share of anybody").noneMatch(parcel -> parcel.round() == 2);
            assertThat(world.openSecretBytes())
                    .as("what was taken is destroyed")
                    .isLessThan(before);
        }
    }
}
