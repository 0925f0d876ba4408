package tallystick.core.chain.ethereum;

import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;

/// Ethereum and every chain of the `eip155` namespace. Reads type-2 transactions; every other form is malformed and so
/// refused.
public final class Ethereum implements Chain {
    /// The coin type of ether, used for the own coin of every chain of the namespace.
    static final int COIN = 60;

    @Override
    public String namespace() {
        return "eip155";
    }

    @Override
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        if (content != Content.TRANSACTION)
            return new Parsed.Malformed<UnsignedTransaction>(0, "a transaction, the only content read here");
        return switch (FeeMarketTransaction.parse(unsigned)) {
            case Parsed.Malformed<FeeMarketTransaction> malformed -> malformed;
            case Parsed.Ok<FeeMarketTransaction>(var transaction)
            when !transaction.chain().equals(chain) ->
                new Parsed.Malformed<FeeMarketTransaction>(1, "chain id of " + chain);
            case Parsed.Ok<FeeMarketTransaction> ok -> ok;
        };
    }

    @Override
    public Account account(ChainId chain, Point key) {
        return Address.of(key).on(chain);
    }

    @Override
    public Optional<Account> account(ChainId chain, String address) {
        return Address.parse(address).map(parsed -> parsed.on(chain));
    }
}
