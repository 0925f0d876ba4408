package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

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
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.FrostTerms;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Run;

@DisplayName("D20 a set whose signature did not verify signs no more in its epoch: FROST")
class D20FrostTest {
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
}
