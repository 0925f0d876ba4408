package tallystick.control.chain;

import java.math.BigInteger;
import java.util.Map;
import tallystick.core.chain.Asset;

/// What an account had at the end of one block.
///
/// @param nonce how many transactions of it were in blocks by then; how many of its outputs were spent, where the chain
/// has such
/// @param amounts in base units
public record Holding(long block, BigInteger nonce, Map<Asset, BigInteger> amounts) {
    /// Copies.
    public Holding {
        amounts = Map.copyOf(amounts);
    }
}
