package tallystick.core.chain.bitcoin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;

/// Bitcoin and its test networks, by the CAIP-2 namespace `bip122`. What is read are bundles ([Bundle]); signatures
/// that do not commit to everything are refused unless permitted here.
///
/// **Threads** immutable.
public final class Bitcoin implements Chain {
    private static final Pattern SCRIPT = Pattern.compile("script:((?:[0-9a-f]{2}){0,60})");
    private static final Pattern SCRIPT_HASH = Pattern.compile("script-sha256:[0-9a-f]{64}");

    private final Set<SighashType> permitted;
    private final Forms forms;
    private final Building building;

    /// Permits only signatures that commit to everything.
    public Bitcoin() {
        this(Set.of());
    }

    /// @param permitted sighash types let through besides; each is warned of
    public Bitcoin(Set<SighashType> permitted) {
        this(permitted, Forms.none(), Building.none());
    }

    private Bitcoin(Set<SighashType> permitted, Forms forms, Building building) {
        this.permitted = Set.copyOf(permitted);
        this.forms = forms;
        this.building = building;
    }

    /// This, reading these forms besides. They are built upon this package and so come from outside.
    public Bitcoin reading(Forms besides) {
        return new Bitcoin(permitted, besides, building);
    }

    /// This, with transactions made so. It is built upon this package and so comes from outside.
    public Bitcoin making(Building transactions) {
        return new Bitcoin(permitted, forms, transactions);
    }

    @Override
    public Building building() {
        return building;
    }

    @Override
    public Forms forms() {
        return forms;
    }

    @Override
    public String name() {
        return "bitcoin";
    }

    @Override
    public boolean countsOnMain(ChainId chain) {
        return true;
    }

    @Override
    public ChainId main() {
        return BitcoinNetwork.MAINNET.chain();
    }

    @Override
    public Map<Asset, Knowledge.Unit> coins() {
        return Map.of(BitcoinNetwork.MAINNET.coin(), new Knowledge.Unit("BTC", 8));
    }

    /// Which outputs are the key's own, by derivation.
    @Override
    public Knowledge own(Knowledge known, Derivation key) {
        return key.key().group().curve() == Curve.SECP256K1 ? known.chapter(KeyTree.class, new KeyTree(key)) : known;
    }

    @Override
    public int prefixLength(String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        for (var prefix : List.of("bcrt1", "bc1", "tb1"))
            if (lower.startsWith(prefix) && address.length() > prefix.length()) return prefix.length() + 1;
        return Math.min(1, address.length());
    }

    @Override
    public String namespace() {
        return BitcoinNetwork.NAMESPACE;
    }

    @Override
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        if (content != Content.TRANSACTION)
            return new Parsed.Malformed<UnsignedTransaction>(0, "a transaction, the only content read here");
        return BitcoinNetwork.of(chain)
                .<Parsed<? extends UnsignedTransaction>>map(network -> Bundle.parse(network, unsigned, permitted))
                .orElseGet(() -> new Parsed.Malformed<UnsignedTransaction>(0, "a network known here"));
    }

    /// The P2WPKH address.
    ///
    /// @throws IllegalArgumentException if the chain is no network known here: the caller's fault
    @Override
    public Account account(ChainId chain, Point key) {
        return account(chain, key, AddressForm.P2WPKH);
    }

    /// The P2TR address of a key that signs by BIP-340, which can spend no other; else the P2WPKH address.
    ///
    /// @throws IllegalArgumentException if the chain is no network known here: the caller's fault
    /// @spec docs/spec/bitcoin.md#BT-11 bitcoin
    @Override
    public Account account(ChainId chain, Point key, SigningInput.Algorithm algorithm) {
        return account(chain, key, algorithm == SigningInput.Algorithm.BIP340 ? AddressForm.P2TR : AddressForm.P2WPKH);
    }

    /// The address of this form.
    ///
    /// @throws IllegalArgumentException if the chain is no network known here: the caller's fault
    public Account account(ChainId chain, Point key, AddressForm form) {
        var network = BitcoinNetwork.of(chain)
                .orElseThrow(() -> new IllegalArgumentException("no network known here: " + chain));
        return form.script(key).account(network);
    }

    @Override
    public List<Account> accounts(ChainId chain, Point key) {
        return Arrays.stream(AddressForm.values())
                .map(form -> account(chain, key, form))
                .toList();
    }

    /// The address of the signing key itself, where it is named by any of its addresses and an input is spent with it:
    /// P2TR if the input is, for such a key signs nothing else, and P2WPKH if not.
    @Override
    public Account signer(UnsignedTransaction transaction, Account named) {
        if (!(transaction instanceof Bundle bundle)) return named;
        return bundle.spent().stream()
                .filter(spent -> Ownership.isAddressOf(spent.key(), named, bundle.network()))
                .map(spent -> account(bundle.chain(), spent.key(), spent.form().algorithm()))
                .findFirst()
                .orElse(named);
    }

    @Override
    public Optional<Account> account(ChainId chain, String address) {
        return BitcoinNetwork.of(chain).flatMap(network -> account(network, address));
    }

    private static Optional<Account> account(BitcoinNetwork network, String address) {
        var script = SCRIPT.matcher(address);
        if (script.matches())
            return Optional.of(new OutputScript(Bytes.ofHex(script.group(1))).account(network))
                    .filter(account -> account.address().equals(address));
        if (SCRIPT_HASH.matcher(address).matches()) return Optional.of(new Account(network.chain(), address));
        return OutputScript.parse(network, address).map(known -> known.account(network));
    }
}
