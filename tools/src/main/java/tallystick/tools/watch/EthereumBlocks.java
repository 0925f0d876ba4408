package tallystick.tools.watch;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.JsonNode;

/// The blocks of an EVM chain: a transaction is one spend, by who sent it.
public final class EthereumBlocks implements Lookout.Blocks {
    private static final int WORD_BYTES = 32;

    private final Source source;

    /// What shows the chain.
    public interface Source {
        /// The number of the newest block.
        BigInteger head() throws IOException, InterruptedException;

        /// One with its transactions, in the form of `eth_getBlockByNumber`; empty if there is none.
        Optional<JsonNode> block(BigInteger number) throws IOException, InterruptedException;
    }

    /// As `source` shows them.
    public EthereumBlocks(Source source) {
        this.source = source;
    }

    @Override
    public BigInteger head() throws IOException, InterruptedException {
        return source.head();
    }

    @Override
    public Optional<Lookout.Block> block(long number) throws IOException, InterruptedException {
        return source.block(BigInteger.valueOf(number)).map(block -> {
            var spends = new ArrayList<Spend>();
            for (var each : block.path("transactions")) spends.add(spend(number, each));
            return new Lookout.Block(
                    block.path("hash").asString(""), block.path("parentHash").asString(""), spends);
        });
    }

    private static Spend spend(long block, JsonNode transaction) {
        return new Spend(
                transaction.path("hash").asString(""),
                block,
                transaction.path("from").asString("").toLowerCase(Locale.ROOT),
                signature(
                        transaction.path("r").asString(""),
                        transaction.path("s").asString("")));
    }

    private static Optional<Bytes> signature(String r, String s) {
        return word(r).flatMap(one -> word(s).map(other -> Bytes.concat(one, other)));
    }

    /// Quantities are told without zeros in front.
    private static Optional<Bytes> word(String quantity) {
        if (!quantity.matches("0x[0-9a-f]{1,64}")) return Optional.empty();
        var number = new BigInteger(quantity.substring(2), 16).toString(16);
        return Optional.of(Bytes.ofHex("0".repeat(2 * WORD_BYTES - number.length()) + number));
    }
}
