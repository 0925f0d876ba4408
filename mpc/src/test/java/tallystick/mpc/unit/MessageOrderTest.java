package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallystick.mpc.kit.Choices;
import tallystick.mpc.kit.CoinToss;
import tallystick.mpc.kit.EveryOrder;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Roll;
import tallystick.mpc.kit.Trial;

/// A round waits for its messages whatever the order they come in.
class MessageOrderTest {
    @Test
    void twoParties_everyInterleaving_tossOneCoin() {
        var choices = new Choices();
        var interleavings = 0;
        while (choices.another()) {
            var network = Network.of(Trial.coinTosses("order", 2)).order(Order.chosen(choices));
            assertOneCoin(network);
            interleavings++;
        }
        assertThat(interleavings).isEqualTo(18);
    }

    /// By hand: each hears commitment before opening or the reverse, but not both the reverse.
    @Test
    void twoParties_everyOrderEachOfThemCanSee_areThree() {
        var counted = EveryOrder.of(
                () -> Network.of(Trial.coinTosses("order", 2, CoinToss.Trait.WITHOUT_WHISPERS)),
                MessageOrderTest::assertOneCoin);
        assertThat(counted).isEqualTo(3);
    }

    @Test
    void threeParties_everyOrderEachOfThemCanSee_tossOneCoin() {
        var counted = EveryOrder.of(
                () -> Network.of(Trial.coinTosses("order", 3, CoinToss.Trait.WITHOUT_WHISPERS)),
                MessageOrderTest::assertOneCoin);
        assertThat(counted).isEqualTo(2752);
    }

    @Test
    void threePartiesWithEcho_randomOrdersAndRepeats_tossOneCoin() {
        var roll = Roll.of(Trial.parties(3), 3);
        for (var seed = 0; seed < 100; seed++) {
            var chance = new SplittableRandom(seed);
            Meddler twiceOrThrice = parcel -> List.of(parcel, parcel, parcel).subList(0, 1 + chance.nextInt(3));
            var network = Network.ofRuns(Trial.echoed(Trial.coinTosses("order", 3, CoinToss.Trait.ECHOED), roll))
                    .order(Order.random(chance))
                    .meddle(twiceOrThrice);
            try {
                assertOneCoin(network);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void assertOneCoin(Network<CoinToss.Tossed> network) {
        var outputs = Outcomes.assertFinished(network.run());
        assertThat(new HashSet<>(
                        outputs.values().stream().map(CoinToss.Tossed::coin).toList()))
                .hasSize(1);
    }
}
