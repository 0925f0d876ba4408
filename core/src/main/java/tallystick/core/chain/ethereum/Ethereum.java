package tallystick.core.chain.ethereum;

import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;

/// Ethereum and every chain of the `eip155` namespace. Reads type-2 transactions; every other form is malformed and so
/// refused.
public final class Ethereum implements Chain {
    @Override
    public String namespace() {
        return "eip155";
    }

    @Override
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Bytes unsigned) {
        return switch (FeeMarketTransaction.parse(unsigned)) {
            case Parsed.Malformed<FeeMarketTransaction> malformed -> malformed;
            case Parsed.Ok<FeeMarketTransaction>(var transaction)
            when !transaction.chain().equals(chain) ->
                new Parsed.Malformed<FeeMarketTransaction>(1, "chain id of " + chain);
            case Parsed.Ok<FeeMarketTransaction> ok -> ok;
        };
    }

    @Override
    public String address(Point key) {
        return Address.of(key).toString();
    }
}
