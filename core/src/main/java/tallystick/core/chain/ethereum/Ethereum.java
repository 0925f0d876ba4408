package tallystick.core.chain.ethereum;

import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.account.ContractAccounts;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.Authorization;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.message.PersonalMessage;
import tallystick.core.chain.ethereum.message.RawDigest;
import tallystick.core.chain.ethereum.message.SignIn;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;

/// Ethereum and every chain of the `eip155` namespace: transactions of type 0, 1, 2 and 4, authorizations of EIP-7702,
/// messages, logins, typed data, and hashes that nobody can decode.
///
/// **Threads** stateless.
public final class Ethereum implements Chain {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,19}");

    @Override
    public String namespace() {
        return "eip155";
    }

    /// @spec docs/spec/ethereum.md#ET-1 ethereum
    @Override
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        if (!chain.namespace().equals(namespace())
                || !NUMBER.matcher(chain.reference()).matches())
            return new Parsed.Malformed<UnsignedTransaction>(0, "a chain of eip155 with its number");
        return switch (content) {
            case TRANSACTION -> transaction(chain, unsigned);
            case AUTHORIZATION -> Authorization.parse(chain, unsigned);
            case MESSAGE -> PersonalMessage.parse(chain, unsigned);
            case LOGIN -> SignIn.parse(chain, unsigned);
            case TYPED_DATA -> TypedMessage.parse(chain, unsigned);
            case RAW_DIGEST -> RawDigest.parse(chain, unsigned);
            case CONTRACT_ACCOUNT -> ContractAccounts.parse(chain, unsigned);
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
