package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;
import static tallystick.mpc.cheats.SigningCheat.next;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.Admission;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

@DisplayName("D20 a set whose signature did not verify signs no more in its epoch")
class D20QuarantineTest {
    private static final String TREE = "3 of (a, b, c, d)";
    private static final PartyId FOUR = new PartyId(4);

    @Test
    void burntSet_isRefusedForEver_andNoOtherSet() {
        try (var world = SigningWorld.of(TREE, 30).prepareNonces(4)) {
            burn(world);
            for (var honest : List.of(ONE, THREE))
                assertThat(world.quarantine(honest).sets())
                        .containsExactly(new SetName(world.key().key().id(), 1, List.of(ONE, TWO, THREE)));
            assertThat(world.quarantine(FOUR).sets()).isEmpty();
            var refused = (Admission.Refused)
                    world.share(ONE).admit(world.terms(1, 1, 2, 3), world.roll(), _ -> false, world.quarantine(ONE));
            assertThat(refused.why()).isEqualTo(Refusal.QUARANTINED);
            assertThat(refused.why().field()).isEqualTo("parties");
            assertThat(refused.why().fault()).isEqualTo(Refusal.Fault.UNPROVEN);
            assertThat(refused.detail()).contains("party 1, party 2, party 3", "epoch 1");
            world.sign(world.terms(1, 1, 2, 4));
            world.sign(world.terms(1, 1, 2, 3, 4));
        }
    }

    @Test
    void restart_liftsNothing() {
        try (var before = SigningWorld.of(TREE, 31).prepareNonces(2);
                var after = SigningWorld.of(TREE, 31)) {
            burn(before);
            for (var honest : List.of(ONE, THREE))
                assertThat(after.share(honest)
                                .admit(after.terms(1, 1, 2, 3), after.roll(), _ -> false, before.quarantine(honest)))
                        .isInstanceOfSatisfying(
                                Admission.Refused.class,
                                refused -> assertThat(refused.why()).isEqualTo(Refusal.QUARANTINED));
        }
    }

    @Test
    void newEpoch_liftsIt() {
        try (var dealt = DealtKey.deal(TREE, Scheme.ECDSA_SECP256K1, 32);
                var refreshed = dealt.refreshed(33);
                var before = SigningWorld.of(dealt, 32).prepareNonces(2);
                var after = SigningWorld.of(refreshed, 32).prepareNonces(2)) {
            burn(before);
            before.quarantine(ONE).sets().forEach(after.quarantine(ONE)::impose);
            before.quarantine(THREE).sets().forEach(after.quarantine(THREE)::impose);
            assertThat(after.sign(after.terms(1, 1, 2, 3))).hasSize(3);
        }
    }

    @Test
    void runsAgreedBefore_endBeforeAWord() {
        try (var world = SigningWorld.of(TREE, 34).prepareNonces(4)) {
            var agreed = world.agree(world.terms(1, 1, 2, 3));
            burn(world);
            var network = SigningWorld.signing(agreed);
            var outcomes = network.run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.QUARANTINED);
            assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(ONE));
            assertThat(Fault.QUARANTINED.consequence()).isEqualTo(Fault.Consequence.ABORT);
        }
    }

    @Test
    void runsUnderWay_endBeforeAShareLeaves() {
        try (var world = SigningWorld.of(TREE, 35).prepareNonces(2)) {
            var name = new SetName(world.key().key().id(), 1, List.of(ONE, TWO, THREE));
            var network = SigningWorld.signing(world.agree(world.terms(1, 1, 2, 3)))
                    .meddle(parcel -> {
                        if (parcel.round() == 1) world.quarantine(ONE).impose(name);
                        return List.of(parcel);
                    });
            var outcomes = network.run();
            assertThat(Outcomes.blameOf(outcomes, ONE).fault()).isEqualTo(Fault.QUARANTINED);
            assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(ONE) && parcel.round() == 2);
        }
    }

    private static void burn(SigningWorld world) {
        var agreed = world.agree(world.terms(1, 1, 2, 3));
        var outcomes = SigningWorld.signing(agreed).meddle(wrongShare(agreed)).run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.FINAL_VERIFICATION);
    }

    private static Meddler wrongShare(Map<PartyId, ChosenSetup> agreed) {
        return SigningCheat.shares(
                TWO, agreed, old -> new SigningMessage.SignatureShare(next(old.denominator()), old.numerator()));
    }
}
