package tallystick.core.chain.ethereum;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.account.ContractAccounts;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.build.EthereumBuilding;
import tallystick.core.chain.ethereum.envelope.Authorization;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.forms.Binding;
import tallystick.core.chain.ethereum.forms.EthereumForms;
import tallystick.core.chain.ethereum.message.PersonalMessage;
import tallystick.core.chain.ethereum.message.RawDigest;
import tallystick.core.chain.ethereum.message.SignIn;
import tallystick.core.chain.ethereum.typed.TypedMessage;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.StandardHash;

/// Ethereum and every chain of the `eip155` namespace: transactions of type 0, 1, 2 and 4, authorizations of EIP-7702,
/// messages, logins, typed data, and hashes that nobody can decode.
///
/// **Threads** stateless.
public final class Ethereum implements Chain {
    /// The main network.
    public static final ChainId MAINNET = new ChainId("eip155", "1");

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,19}");
    private static final int NUMBER_BITS = 64;

    @Override
    public String namespace() {
        return "eip155";
    }

    @Override
    public String name() {
        return "ethereum";
    }

    @Override
    public ChainId main() {
        return MAINNET;
    }

    @Override
    public boolean serves(ChainId chain) {
        return chain.namespace().equals(namespace())
                && NUMBER.matcher(chain.reference()).matches()
                && new BigInteger(chain.reference()).bitLength() <= NUMBER_BITS;
    }

    @Override
    public int prefixLength(String address) {
        return Math.min(address.length(), "0x".length());
    }

    @Override
    public Map<Asset, Knowledge.Unit> coins() {
        return Map.of(Asset.coin(MAINNET, 60), new Knowledge.Unit("ETH", 18));
    }

    /// The chain's number, wherever the kind of content has it.
    @Override
    public Optional<ChainId> boundTo(Content content, Bytes given) {
        return Binding.of(content, given);
    }

    /// Whom a login, a permit or a signed transfer names.
    @Override
    public Optional<Account> signerOf(UnsignedTransaction transaction) {
        return switch (transaction) {
            case SignIn login -> Optional.of(login.account().on(login.chain()));
            case TypedMessage typed -> owner(typed);
            default -> Optional.empty();
        };
    }

    private Optional<Account> owner(TypedMessage typed) {
        return typed.effects(standIn(typed.chain()), Knowledge.none()).stream()
                .flatMap(effect -> switch (effect) {
                    case Effect.Allowance allowance -> Stream.of(allowance.owner());
                    case Effect.Transfer transfer -> Stream.of(transfer.from());
                    default -> Stream.<Account>empty();
                })
                .findFirst();
    }

    /// The last 20 bytes of Keccak-256 of `the signing account`.
    @Override
    public Account standIn(ChainId chain) {
        var hash = StandardHash.keccak256(Bytes.ofUtf8("the signing account"));
        return new Address(hash.bytes().slice(12, 32)).on(chain);
    }

    @Override
    public Building building() {
        return new EthereumBuilding();
    }

    @Override
    public Forms forms() {
        return new EthereumForms();
    }

    /// @spec docs/spec/ethereum.md#ET-1 ethereum
    @Override
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        if (!serves(chain)) return new Parsed.Malformed<UnsignedTransaction>(0, "a chain of eip155 with its number");
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
