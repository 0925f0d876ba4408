package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;

/// C6, OT state that outlives a refresh: what belongs to epoch e completes nothing in epoch e + 1, and nobody is banned
/// for the mistake (A5).
class C6Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void stateOfTheLastEpoch_meetsOneOfThis_andNothingIsTouched() {
        try (var trial = new VoleTrial(6)) {
            var old = Outcomes.assertFinished(trial.setup(2, 1).run());
            var fresh = Outcomes.assertFinished(trial.setup(2, 2).run());
            assertMismatch(
                    trial,
                    old.get(ONE).byPeer().get(TWO),
                    fresh.get(TWO).byPeer().get(ONE));
        }
    }

    @Test
    void stateOfAnotherSetup_ofTheSameEpoch_isAMismatchToo() {
        try (var trial = new VoleTrial(7)) {
            var first = trial.secrets(2);
            var second = trial.secrets(2);
            assertMismatch(
                    trial,
                    first.get(ONE).byPeer().get(TWO),
                    second.get(TWO).byPeer().get(ONE));
        }
    }

    @Test
    void fillsOfDifferentSize_areAMismatch() {
        try (var trial = new VoleTrial(8)) {
            var secrets = trial.secrets(2);
            var session = Trial.session("sizes");
            var parties = List.of(ONE, TWO);
            var network = Network.of(List.of(
                    PoolFill.of(
                            new Session(session, ONE, parties),
                            secrets.get(ONE).byPeer().get(TWO),
                            1,
                            trial.with(ONE)),
                    PoolFill.of(
                            new Session(session, TWO, parties),
                            secrets.get(TWO).byPeer().get(ONE),
                            2,
                            trial.with(TWO))));
            Outcomes.assertBlamed(network.run(), parties, Fault.SETUP_MISMATCH);
        }
    }

    private static void assertMismatch(VoleTrial trial, PairSecrets one, PairSecrets two) {
        var outcomes = trial.fill(one, two, 1).run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.SETUP_MISMATCH);
        for (var party : List.of(ONE, TWO))
            assertThat(trial.ledger(party).lines()).isEmpty();
        assertThat(one.isDestroyed()).isFalse();
        assertThat(two.isDestroyed()).isFalse();
    }
}
