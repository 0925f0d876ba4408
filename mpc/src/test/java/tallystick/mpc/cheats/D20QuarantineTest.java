package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;
import static tallystick.mpc.cheats.SigningCheat.next;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.ecdsa.Admission;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.FrostTerms;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

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

    /// No cheat gets so far with FROST, whose shares are all judged: only a key whose points are not its shares'.
    @Test
    void frostSignatureThatDoesNotVerify_thoughAllSharesFit_burnsTheSetToo() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 36)) {
            var is = dealt.key();
            var damaged =
                    new GroupKey(is.id(), is.scheme(), is.tree(), 1, otherPoint(is), is.chainCode(), is.leafPoints());
            var terms = FrostTerms.of(
                    damaged,
                    damaged.tree().qualify(List.of(ONE, TWO)).orThrow(),
                    FrostTrial.ROSTER,
                    requests(dealt),
                    FrostTrial.POLICY);
            var quarantine = new TrialQuarantine();
            var fresh = FrostTrial.fresh(List.of(ONE, TWO), 1);
            var signers = new ArrayList<FrostSigning>();
            for (var party : List.of(ONE, TWO)) {
                var leaves = new TreeMap<LeafId, SecretScalar>();
                dealt.share(party).leaves().forEach((leaf, secret) -> leaves.put(leaf, secret.copy()));
                var admitted = FrostAdmission.of(
                                new KeyShare(damaged, party, leaves), terms, FrostTrial.ROSTER, quarantine)
                        .orThrow();
                signers.add(FrostSigning.drawing(
                        admitted.setup().session(fresh, party), admitted, new SeededEntropy(1), dealt.home()));
            }
            Outcomes.assertBlamed(Network.of(signers).run(), List.of(ONE, TWO), Fault.FINAL_VERIFICATION);
            assertThat(quarantine.sets()).containsExactly(new SetName(is.id(), 1, List.of(ONE, TWO)));
        }
    }

    @Test
    void frostRunsOfASetThatIsCutOffMeanwhile_endBeforeTheirNextWord() {
        for (var beforeStart : List.of(true, false))
            try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 37)) {
                var setup = FrostTrial.setup(dealt, 1, 2);
                var name = new SetName(dealt.key().id(), 1, List.of(ONE, TWO));
                var quarantine = new TrialQuarantine();
                var lent = dealt.home().lentBytes();
                var admitted = FrostAdmission.of(
                                dealt.share(ONE), FrostTrial.terms(setup), FrostTrial.ROSTER, quarantine)
                        .orThrow();
                if (beforeStart) quarantine.impose(name);
                var session = setup.session(FrostTrial.fresh(List.of(ONE, TWO), 1), ONE);
                var network = Network.of(List.of(
                                FrostSigning.drawing(session, admitted, new SeededEntropy(1), dealt.home()),
                                FrostTrial.signer(dealt, setup, TWO, 1)))
                        .meddle(parcel -> {
                            quarantine.impose(name);
                            return List.of(parcel);
                        });
                var outcomes = network.run();
                Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.QUARANTINED);
                assertThat(network.sent())
                        .noneMatch(parcel -> parcel.from().equals(ONE) && (beforeStart || parcel.round() == 2));
                assertThat(dealt.home().lentBytes()).as("nonces are destroyed").isEqualTo(lent);
            }
    }

    /// Nothing made ahead is spent for a run that says nothing.
    @Test
    void frostRunOverItemsMadeAhead_ofASetThatIsCutOff_takesNone() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_ED25519, 38);
                var pools = new FrostTrial.Pools(dealt, 4, 1)) {
            var setup = pools.setup(dealt.set(1, 2), requests(dealt), 0);
            var quarantine = new TrialQuarantine();
            var admitted = FrostAdmission.of(dealt.share(ONE), FrostTrial.terms(setup), FrostTrial.ROSTER, quarantine)
                    .orThrow();
            quarantine.impose(new SetName(dealt.key().id(), 1, List.of(ONE, TWO)));
            var fresh = FrostTrial.fresh(List.of(ONE, TWO), 1);
            try (var run = Run.of(FrostSigning.pooled(admitted, fresh, pools.of(ONE), pools.bookOf(ONE)))) {
                assertThat(run.start()).isEmpty();
                assertThat(Outcomes.blameOf(Map.of(ONE, run.outcome().orElseThrow()), ONE)
                                .fault())
                        .isEqualTo(Fault.QUARANTINED);
            }
            assertThat(pools.of(ONE).size()).isEqualTo(4);
        }
    }

    private static List<SigningRequest> requests(DealtKey dealt) {
        return List.of(FrostTrial.plain(dealt, 1));
    }

    private static Point otherPoint(GroupKey key) {
        return key.point().plus(key.group().generator()).orThrow("a dealt key is not -G");
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
