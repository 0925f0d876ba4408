package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.kit.EveryHearing;
import tallystick.mpc.kit.EveryOrder;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.PairBytes;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// One party of three hears the five rounds of a pair set-up in every order there can be ([EveryHearing]): 5,120, which
/// take minutes and have the tag `slow`; every build hears those of the first two rounds with the rest in order, 24. A
/// fill is of two parties, and both hear every order at once ([EveryOrder]): 17.
@DisplayName("Pair set-ups and fills, every order of messages")
class PairEveryOrderTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void pairSetUpAmongThree_endsWithTheSameSecrets_inEveryOrderOfItsFirstTwoRounds() {
        assertThat(setUpsHeard(2)).isEqualTo(24);
    }

    @Tag("slow")
    @Test
    void pairSetUpAmongThree_endsWithTheSameSecrets_inEveryOrder() {
        assertThat(setUpsHeard(Integer.MAX_VALUE)).isEqualTo(5120);
    }

    private static int setUpsHeard(int lastFree) {
        try (var home = SecretMemory.open()) {
            var network = Network.of(Trial.parties(3), self -> setUp(self, home));
            var honest = Outcomes.assertFinished(network.run());
            var expected = bytes(honest.get(ONE), home);
            honest.values().forEach(RosterSecrets::close);
            var orders = new EveryHearing<RosterSecrets>(network.sent(), ONE, lastFree)
                    .each(() -> Run.unechoed(setUp(ONE, home)), secrets -> {
                        assertThat(bytes(secrets, home)).isEqualTo(expected);
                        secrets.close();
                    });
            assertThat(home.lentBytes()).isZero();
            return orders;
        }
    }

    private static PairSetup setUp(PartyId self, SecretMemory home) {
        return PairSetup.of(
                Trial.session("pair set-up", self.value(), 3),
                VoleTrial.key(),
                1,
                new SeededEntropy(70 + self.value()),
                home);
    }

    private static List<Bytes> bytes(RosterSecrets secrets, SecretMemory home) {
        return secrets.byPeer().values().stream()
                .map(pair -> new PairBytes(pair, home).all())
                .toList();
    }

    @Test
    void fill_endsWithItemsThatFit_inEveryOrder() {
        try (var trial = new VoleTrial(71)) {
            var secrets = trial.secrets(2);
            var one = new PairBytes(secrets.get(ONE).byPeer().get(TWO), trial.home()).all();
            var two = new PairBytes(secrets.get(TWO).byPeer().get(ONE), trial.home()).all();
            var orders =
                    EveryOrder.of(() -> trial.fill(again(one, trial.home()), again(two, trial.home()), 2), network -> {
                        var batches = Outcomes.assertFinished(network.run());
                        assertThat(batches.values())
                                .allSatisfy(batch -> assertThat(batch.stock()).isEqualTo(2));
                        batches.values().forEach(PairBatch::close);
                    });
            assertThat(orders).isEqualTo(17);
        }
    }

    private static PairSecrets again(Bytes encoded, SecretMemory home) {
        try (var copy = SecretBytes.takeFrom(encoded.toArray(), home)) {
            return PairSecrets.parse(copy, home).orThrow();
        }
    }
}
