package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Set;
import java.util.stream.LongStream;
import tallystick.core.chain.Account;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.Transaction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an endpoint of Bitcoin shows that an account can spend, whichever kind of server stands behind it.
record Coins(BitcoinEndpoint endpoint, Account account) {
    /// The whole state file.
    JsonNode state(OutPoint... held) throws ChainUnreachable {
        return new JsonMapper()
                .readTree(endpoint.state(account, Set.of(held), 0)
                        .without(Set.of())
                        .toArray());
    }

    /// Says that these are all of them, in this order, and that each comes with the transaction that made it.
    void areOf(Transaction made, long... satoshi) throws ChainUnreachable {
        var coins = state().path("coins");
        assertThat(coins)
                .extracting(each -> each.path("valueSatoshi").asLong())
                .containsExactly(LongStream.of(satoshi).boxed().toArray(Long[]::new));
        assertThat(coins)
                .allMatch(each -> each.path("madeBy")
                        .asString()
                        .equals(made.encodeStripped().toHex()));
        assertThat(endpoint.balance(account, BitcoinNetwork.REGTEST.coin()))
                .contains(BigInteger.valueOf(LongStream.of(satoshi).sum()));
    }
}
