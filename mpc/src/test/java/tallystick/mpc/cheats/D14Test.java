package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.Entropy;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;

/// D14, seeds stretched twice under one nonce: the difference of two corrections would be the difference of two choice
/// vectors. Neither side alone, nor a repeated session, nor broken chance makes a nonce come back.
class D14Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final Entropy BROKEN = target -> target.fill((byte) 7);

    private static Network<PairBatch> sameAgain(VoleTrial trial, PairSecrets one, PairSecrets two, BootId boot) {
        var session = Trial.session("one and the same");
        return Network.of(List.of(one, two).stream()
                .map(pair -> PoolFill.of(
                        new Session(session, pair.name().self(), List.of(ONE, TWO)),
                        pair,
                        1,
                        new PoolFill.Surroundings(trial.ledger(pair.name().self()), boot, BROKEN, trial.home())))
                .toList());
    }

    @Test
    void sameSessionAndBrokenChance_stillGiveNewColumns() {
        try (var trial = new VoleTrial(14)) {
            var secrets = trial.secrets(2);
            var one = secrets.get(ONE).byPeer().get(TWO);
            var two = secrets.get(TWO).byPeer().get(ONE);
            var corrections = new HashSet<Bytes>();
            var pools = new HashSet<Object>();
            for (var i = 0; i < 3; i++) {
                var network = sameAgain(trial, one, two, new BootId(Trial.digest("boot")));
                for (var batch : Outcomes.assertFinished(network.run()).values()) {
                    pools.add(batch.outgoing());
                    batch.close();
                }
                network.sent().stream()
                        .filter(parcel -> parcel.round() == 2)
                        .forEach(parcel -> corrections.add(parcel.message()));
            }
            assertThat(corrections).hasSize(6);
            assertThat(pools).hasSize(6);
        }
    }

    @Test
    void restart_withAnotherBootId_givesNewColumns() {
        try (var trial = new VoleTrial(15)) {
            var secrets = trial.secrets(2);
            var one = secrets.get(ONE).byPeer().get(TWO);
            var two = secrets.get(TWO).byPeer().get(ONE);
            var corrections = new HashSet<Bytes>();
            for (var life = 0; life < 3; life++) {
                // Sealed and opened again, as a restart does: the count of fills begins anew.
                try (var oneSealed = one.encode(trial.home());
                        var twoSealed = two.encode(trial.home());
                        var oneAgain =
                                PairSecrets.parse(oneSealed, trial.home()).orThrow();
                        var twoAgain =
                                PairSecrets.parse(twoSealed, trial.home()).orThrow()) {
                    var network = sameAgain(trial, oneAgain, twoAgain, new BootId(Trial.digest("boot " + life)));
                    Outcomes.assertFinished(network.run()).values().forEach(PairBatch::close);
                    network.sent().stream()
                            .filter(parcel -> parcel.round() == 2)
                            .forEach(parcel -> corrections.add(parcel.message()));
                }
            }
            assertThat(corrections).hasSize(6);
        }
    }

    @Test
    void replayedHello_meetsAFreshOne() {
        try (var trial = new VoleTrial(16)) {
            var secrets = trial.secrets(2);
            var one = secrets.get(ONE).byPeer().get(TWO);
            var two = secrets.get(TWO).byPeer().get(ONE);
            var boot = new BootId(Trial.digest("boot"));
            var first = sameAgain(trial, one, two, boot);
            Outcomes.assertFinished(first.run()).values().forEach(PairBatch::close);
            var oldHello = helloOf(first, TWO);

            var second =
                    sameAgain(trial, one, two, boot).meddle(Rewriter.ofBytes(Rewriter.sentBy(TWO, 1), _ -> oldHello));
            second.run();

            assertThat(helloOf(second, ONE)).isNotEqualTo(helloOf(first, ONE));
            assertThat(extendOf(second, ONE)).isNotEqualTo(extendOf(first, ONE));
        }
    }

    @Test
    void freshBytes_ofDifferentFills_differ() {
        var seen = new HashSet<Bytes>();
        try (var trial = new VoleTrial(17)) {
            var secrets = trial.secrets(2);
            var one = secrets.get(ONE).byPeer().get(TWO);
            for (var i = 0; i < 100; i++) {
                var fill = PoolFill.of(
                        new Session(Trial.session("one and the same"), ONE, List.of(ONE, TWO)),
                        one,
                        1,
                        new PoolFill.Surroundings(trial.ledger(ONE), VoleTrial.boot(ONE), BROKEN, trial.home()));
                try (var run = tallystick.mpc.session.Run.of(fill)) {
                    seen.add(run.start().getFirst().message());
                }
            }
        }
        assertThat(seen).hasSize(100);
    }

    private static Bytes helloOf(Network<PairBatch> network, PartyId from) {
        return sent(network, from, 1);
    }

    private static Bytes extendOf(Network<PairBatch> network, PartyId from) {
        return sent(network, from, 2);
    }

    private static Bytes sent(Network<PairBatch> network, PartyId from, int round) {
        return network.sent().stream()
                .filter(parcel -> parcel.from().equals(from) && parcel.round() == round)
                .findFirst()
                .orElseThrow()
                .message();
    }
}
