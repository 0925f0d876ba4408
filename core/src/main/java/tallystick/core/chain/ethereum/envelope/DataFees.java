package tallystick.core.chain.ethereum.envelope;

import java.util.HashSet;
import java.util.Set;
import tallystick.core.chain.ChainId;

/// Chains that take a fee for data besides that for gas: it follows the price of another chain's space, is taken from
/// the sender, and nothing in the transaction bounds it. A chapter of [tallystick.core.chain.Knowledge], which adds to
/// the chains known here.
///
/// **Form** known here are chains of the OP stack and Scroll. Arbitrum and zkSync charge data as gas, within the limit.
///
/// @spec https://docs.optimism.io/stack/transactions/fees#l1-data-fee OP stack, L1 data fee
/// @spec https://docs.scroll.io/en/developers/transaction-fees-on-scroll/ Scroll, transaction fees
public record DataFees(Set<ChainId> chains) {
    private static final Set<String> KNOWN = Set.of(
            "10",
            "130",
            "252",
            "480",
            "1135",
            "1868",
            "5000",
            "8453",
            "34443",
            "57073",
            "81457",
            "84532",
            "534351",
            "534352",
            "7777777",
            "11155420");

    /// Copies.
    public DataFees {
        chains = Set.copyOf(chains);
    }

    /// Those known here alone.
    public static DataFees known() {
        return new DataFees(Set.of());
    }

    /// These, and one more.
    public DataFees and(ChainId chain) {
        var all = new HashSet<>(chains);
        all.add(chain);
        return new DataFees(all);
    }

    /// Whether a fee for data comes on top on this chain.
    public boolean on(ChainId chain) {
        return chains.contains(chain) || chain.namespace().equals("eip155") && KNOWN.contains(chain.reference());
    }
}
