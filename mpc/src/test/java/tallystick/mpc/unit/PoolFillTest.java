package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.PartyId;

/// Set-up, fill and pool together, undisturbed: docs/spec/vole.md.
class PoolFillTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void everyItem_ofBothDirections_fits() {
        try (var trial = new VoleTrial(1)) {
            var secrets = trial.secrets(2);
            var one = secrets.get(ONE).byPeer().get(TWO);
            var two = secrets.get(TWO).byPeer().get(ONE);
            assertThat(one.setupId()).isEqualTo(two.setupId());
            var fitting = 0;
            for (var round = 0; round < 2; round++) {
                var batches = Outcomes.assertFinished(trial.fill(one, two, 3).run());
                try (var lower = new VolePools(ONE, VoleTrial.key(), 1, 8);
                        var higher = new VolePools(TWO, VoleTrial.key(), 1, 8)) {
                    assertThat(lower.add(batches.get(ONE))).isEqualTo(VolePools.Added.STOCKED);
                    assertThat(higher.add(batches.get(TWO))).isEqualTo(VolePools.Added.STOCKED);
                    var mine = (Taken.Items) lower.allocate(TWO, 3);
                    var theirs = (Taken.Items) higher.take(ONE, mine.allocation());
                    for (var b = 0; b < 3; b++) {
                        if (VoleTrial.fits(
                                mine.asSender().get(b), theirs.asReceiver().get(b))) fitting++;
                        if (VoleTrial.fits(
                                theirs.asSender().get(b), mine.asReceiver().get(b))) fitting++;
                    }
                    assertThat(lower.stock(TWO)).isZero();
                }
            }
            assertThat(fitting).isEqualTo(12);
        }
    }

    @Test
    void setup_ofThreeParties_agreesPairByPair() {
        try (var trial = new VoleTrial(2)) {
            var secrets = trial.secrets(3);
            var pairs = 0;
            for (var self : Trial.parties(3)) {
                for (var peer : Trial.parties(3)) {
                    if (self.equals(peer)) continue;
                    assertThat(secrets.get(self).byPeer().get(peer).setupId())
                            .isEqualTo(secrets.get(peer).byPeer().get(self).setupId());
                    pairs++;
                }
            }
            assertThat(pairs).isEqualTo(6);
        }
    }

    @Test
    void everything_closed_leavesNothingLent() {
        try (var trial = new VoleTrial(3)) {
            var secrets = trial.secrets(2);
            var one = secrets.get(ONE).byPeer().get(TWO);
            var two = secrets.get(TWO).byPeer().get(ONE);
            var batches = Outcomes.assertFinished(trial.fill(one, two, 2).run());
            batches.values().forEach(tallystick.mpc.ecdsa.PairBatch::close);
            one.close();
            two.close();
            assertThat(trial.home().lentBytes()).isZero();
        }
    }
}
