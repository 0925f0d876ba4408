package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import tallystick.core.chain.ChainId;

/// What an organisation finds dear: a chapter of [tallystick.core.chain.Knowledge]. Above it a transaction is warned
/// about, and no fee is raised.
///
/// @param ofChain the caps of chains that have their own
public record FeeCaps(Map<ChainId, FeeCap> ofChain) {
    /// Where nothing was said: 500 gwei a gas and one coin in all.
    public static final FeeCap DEFAULT = new FeeCap(BigInteger.valueOf(500_000_000_000L), BigInteger.TEN.pow(18));

    /// The most that fees may be.
    ///
    /// @param weiPerGasMax wei per gas
    /// @param weiMax wei for the whole transaction
    public record FeeCap(BigInteger weiPerGasMax, BigInteger weiMax) {}

    /// Copies.
    public FeeCaps {
        ofChain = Map.copyOf(ofChain);
    }

    /// Nothing said about any chain.
    public static FeeCaps none() {
        return new FeeCaps(Map.of());
    }

    /// These, and a chain's own.
    public FeeCaps with(ChainId chain, FeeCap cap) {
        var all = new HashMap<>(ofChain);
        all.put(chain, cap);
        return new FeeCaps(all);
    }

    /// The cap that holds on a chain.
    public FeeCap on(ChainId chain) {
        return ofChain.getOrDefault(chain, DEFAULT);
    }
}
