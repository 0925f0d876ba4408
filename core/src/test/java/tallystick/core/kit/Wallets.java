package tallystick.core.kit;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.bitcoin.build.Coin;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.hash.Digest32;

/// Builders of every chain, by way of the one interface and of state files.
public final class Wallets {
    private static final Digest32 CHAIN_CODE = new Digest32(Bytes.copyOf(new byte[32]));

    private Wallets() {}

    public static Building.Builder builder(ChainId chain, Derivation key, Knowledge knowledge, String state)
            throws Unusable {
        return Chains.all()
                .family(chain)
                .orElseThrow()
                .building()
                .builder(
                        new Building.Asked(chain, key, knowledge, Optional.empty()),
                        Entry.parse(Bytes.ofUtf8(state), "state"));
    }

    /// @throws AssertionError if the state is refused
    public static Building.Builder good(ChainId chain, Derivation key, Knowledge knowledge, String state) {
        try {
            return builder(chain, key, knowledge, state);
        } catch (Unusable refused) {
            throw new AssertionError(refused);
        }
    }

    public static Derivation of(EthereumKey key) {
        return new Derivation(key.point(), CHAIN_CODE);
    }

    public static Derivation of(SolanaKey key) {
        Point point = Curve.ED25519.group().parsePoint(key.address().value()).orThrow();
        return new Derivation(point, CHAIN_CODE);
    }

    public static Asset coin(ChainId chain) {
        return Chains.all().family(chain).orElseThrow().building().coin(chain);
    }

    public static Account account(ChainId chain, String address) {
        return Chains.all().family(chain).orElseThrow().account(chain, address).orElseThrow();
    }

    public static Wish.Pay paying(ChainId chain, Account to, long amount) {
        return new Wish.Pay(coin(chain), to, BigInteger.valueOf(amount));
    }

    /// What was built, read again from its bytes as a node does.
    public static UnsignedTransaction ready(Built built) {
        if (!(built instanceof Built.Ready(var transaction))) throw new AssertionError(built);
        var read = Chains.all()
                .parse(transaction.chain(), transaction.content(), transaction.bytes())
                .orThrow();
        if (!read.equals(transaction)) throw new AssertionError("built bytes read as something else");
        return read;
    }

    /// A state file of Bitcoin.
    public static String bitcoin(List<Coin> coins, long satoshiPerKvb, String more) {
        var listed = coins.stream()
                .map(coin -> ("{\"txid\": \"%s\", \"vout\": %d, \"valueSatoshi\": %d, \"scriptHex\": \"%s\","
                                + " \"path\": \"%s\", \"madeBy\": \"%s\"}")
                        .formatted(
                                coin.at().txid(),
                                coin.at().index(),
                                coin.valueSatoshi(),
                                coin.spent().output().script().bytes(),
                                coin.spent().path(),
                                coin.made().orElseThrow().encode()))
                .collect(Collectors.joining(","));
        return "{\"coins\": [%s], \"satoshiPerKvb\": %d%s}".formatted(listed, satoshiPerKvb, more);
    }

    /// A state file of an Ethereum account.
    public static String ethereum(long mined, long next, String balance, String more) {
        var bids = "\"priorityFeePerGas\": 1000000000, \"feePerGasMax\": 2000000000";
        return "{\"nonceMined\": %d, \"nonceNext\": %d, %s, \"balance\": \"%s\"%s}"
                .formatted(mined, next, bids, balance, more);
    }

    /// A state file of a Solana account.
    public static String solana(long balance, String more) {
        return "{\"balance\": %d%s}".formatted(balance, more);
    }
}
