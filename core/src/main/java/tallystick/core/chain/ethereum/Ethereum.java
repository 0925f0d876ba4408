package tallystick.core.chain.ethereum;

import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.Authorization;
import tallystick.core.chain.ethereum.envelope.Envelope;
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
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        return switch (content) {
            case TRANSACTION -> transaction(chain, unsigned);
            case AUTHORIZATION -> Authorization.parse(chain, unsigned);
            default -> new Parsed.Malformed<UnsignedTransaction>(0, "a transaction, the only content read here");
        };
    }

    private static Parsed<? extends UnsignedTransaction> transaction(ChainId chain, Bytes unsigned) {
        return switch (Envelope.parse(unsigned)) {
            case Parsed.Ok<? extends Envelope>(var envelope)
            when !envelope.chain().equals(chain) -> new Parsed.Malformed<Envelope>(1, "chain id of " + chain);
            case Parsed<? extends Envelope> parsed -> parsed;
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
