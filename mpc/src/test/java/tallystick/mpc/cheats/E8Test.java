package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;
import static tallystick.mpc.cheats.SigningCheat.next;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.Admission;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.Fault;

/// E8: where a party goes on after a signature that did not verify, each try tells the cheater a bit of its share
/// (BitForge, CVE-2023-33242). Here the first such answer of a set is the last in its epoch, whatever is signed next.
class E8Test {
    private static final int TRIES = 256;

    /// As many tries as a share has bits: other messages, other children, runs agreed on before and after.
    @Test
    void asManyTriesAsAShareHasBits_giveOneAnswer() {
        try (var world = SigningWorld.of("2 of (a, b)", 8).prepareNonces(TRIES)) {
            var answers = 0;
            for (var i = 0; i < TRIES; i++) {
                var terms = world.terms(SigningWorld.tweak(world.key(), i), 1, 1, 2);
                var admission = world.share(ONE).admit(terms, world.roll(), _ -> false, world.quarantine(ONE));
                if (admission instanceof Admission.Refused(var why, var _)) {
                    assertThat(why).isEqualTo(Refusal.QUARANTINED);
                    continue;
                }
                var agreed = world.agree(terms);
                var outcomes = SigningWorld.signing(agreed)
                        .meddle(SigningCheat.shares(
                                TWO,
                                agreed,
                                old -> new SigningMessage.SignatureShare(next(old.denominator()), old.numerator())))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.FINAL_VERIFICATION, TWO);
                answers++;
            }
            assertThat(answers).isEqualTo(1);
        }
    }

    /// Many runs at once, so that each could be tried before the first has failed.
    @Test
    void runsAgreedOnBeforeTheFirstFailed_giveNoFurtherAnswer() {
        var runs = 16;
        try (var world = SigningWorld.of("2 of (a, b)", 9).prepareNonces(runs)) {
            var agreed = IntStream.range(0, runs)
                    .mapToObj(_ -> world.agree(world.terms(1, 1, 2)))
                    .toList();
            var answers = 0;
            for (var setups : agreed) {
                var network = SigningWorld.signing(setups)
                        .meddle(SigningCheat.shares(
                                TWO,
                                setups,
                                old -> new SigningMessage.SignatureShare(next(old.denominator()), old.numerator())));
                var fault = Outcomes.blameOf(network.run(), ONE).fault();
                if (fault == Fault.FINAL_VERIFICATION) answers++;
                else {
                    assertThat(fault).isEqualTo(Fault.QUARANTINED);
                    assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(ONE));
                }
            }
            assertThat(answers).isEqualTo(1);
        }
    }

    /// A wrong input rather than a wrong share: which is found before anything that hangs on a secret is said.
    @Test
    void wrongCorrection_isFoundByItsOwnCheck_andTellsTheSameWhateverTheSecret() {
        for (var seed = 0; seed < 8; seed++)
            try (var world = SigningWorld.of("2 of (a, b, c)", 800 + seed).prepareNonces(1)) {
                var agreed = world.agree(world.terms(1, 1, 2));
                var network = SigningWorld.signing(agreed)
                        .meddle(SigningCheat.openings(
                                TWO,
                                agreed,
                                (_, old) -> SigningCheat.withKeyCorrection(
                                        old, next(old.correction().key()))));
                Outcomes.assertBlamed(network.run(), List.of(ONE), Fault.GAMMA_CHECK, TWO);
                assertThat(network.sent())
                        .noneMatch(
                                parcel -> parcel.round() == 2 && parcel.from().equals(ONE));
            }
    }

    /// What is cut off is the set in which the cheater could be, and no other.
    @Test
    void otherSets_signOn() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 10).prepareNonces(2)) {
            var agreed = world.agree(world.terms(1, 1, 2));
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.shares(
                            TWO,
                            agreed,
                            old -> new SigningMessage.SignatureShare(old.denominator(), next(old.numerator()))))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.FINAL_VERIFICATION, TWO);
            for (var party : List.of(ONE, THREE))
                assertThat(world.share(party)
                                .admit(world.terms(1, 1, 3), world.roll(), _ -> false, new TrialQuarantine()))
                        .isInstanceOf(Admission.Admitted.class);
            assertThat(world.sign(world.terms(1, 1, 3))).hasSize(2);
        }
    }
}
