package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.registry.Chains;

/// On which networks a signature counts on the real one as well.
class CountsOnMainTest {
    private static ChainId id(String chain) {
        var cut = chain.indexOf(':');
        return new ChainId(chain.substring(0, cut), chain.substring(cut + 1));
    }

    private static Chain family(String chain) {
        return Chains.all().family(id(chain)).orElseThrow();
    }

    private static boolean countsOnMain(String chain) {
        return family(chain).countsOnMain(id(chain));
    }

    @Test
    void ethereum_bindsItsSignaturesToTheChain_soOnlyTheMainOneCountsThere() {
        assertThat(countsOnMain("eip155:1")).isTrue();
        for (var other : List.of("eip155:11155111", "eip155:10", "eip155:137", "eip155:31337"))
            assertThat(countsOnMain(other)).as(other).isFalse();
    }

    @Test
    void solana_saysNothingOfItsNetworkInAMessage_soEveryOneCountsOnTheMainOne() {
        var main = family("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp").main();
        assertThat(countsOnMain(main.toString())).isTrue();
        for (var other : List.of("solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "solana:4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z"))
            assertThat(countsOnMain(other)).as(other).isTrue();
    }
}
