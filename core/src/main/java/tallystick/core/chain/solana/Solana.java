package tallystick.core.chain.solana;

import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;

/// Solana's clusters: the `solana` namespace, with the first 32 characters of the genesis hash as reference. Reads
/// transactions; every other content is malformed and so refused.
///
/// @spec https://namespaces.chainagnostic.org/solana/caip2 CAIP-2 for Solana
public final class Solana implements Chain {
    /// The namespace.
    public static final String NAMESPACE = "solana";
    /// The cluster whose coin has a price.
    public static final ChainId MAINNET = new ChainId(NAMESPACE, "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
    /// The cluster for those who write programs.
    public static final ChainId DEVNET = new ChainId(NAMESPACE, "EtWTRABZaYq6iMfeYKouRu166VU2xqa1");
    /// The cluster for those who run validators.
    public static final ChainId TESTNET = new ChainId(NAMESPACE, "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z");

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public String name() {
        return NAMESPACE;
    }

    @Override
    public boolean countsOnMain(ChainId chain) {
        return true;
    }

    @Override
    public ChainId main() {
        return MAINNET;
    }

    @Override
    public Curve curve() {
        return Curve.ED25519;
    }

    @Override
    public Map<Asset, Knowledge.Unit> coins() {
        return Map.of(Asset.coin(MAINNET, 501), new Knowledge.Unit("SOL", 9));
    }

    /// The first signer, who pays the fee.
    @Override
    public Optional<Account> signerOf(UnsignedTransaction transaction) {
        return transaction instanceof SolanaTransaction solana
                ? Optional.of(solana.message().signers().getFirst().on(solana.chain()))
                : Optional.empty();
    }

    @Override
    public Building building() {
        return new SolanaBuilding();
    }

    @Override
    public Forms forms() {
        return new SolanaForms();
    }

    @Override
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        if (!chain.namespace().equals(NAMESPACE))
            return new Parsed.Malformed<SolanaTransaction>(0, "a chain of the namespace solana");
        if (content != Content.TRANSACTION)
            return new Parsed.Malformed<SolanaTransaction>(0, "a transaction, the only content read here");
        return SolanaTransaction.parse(chain, unsigned);
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
