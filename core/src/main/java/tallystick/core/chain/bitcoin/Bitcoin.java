package tallystick.core.chain.bitcoin;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;

/// Bitcoin and its test networks, by the CAIP-2 namespace `bip122`. What is read are bundles ([Bundle]); signatures
/// that do not commit to everything are refused unless permitted here.
///
/// **Threads** immutable.
public final class Bitcoin implements Chain {
    private static final Pattern SCRIPT = Pattern.compile("script:((?:[0-9a-f]{2}){0,60})");
    private static final Pattern SCRIPT_HASH = Pattern.compile("script-sha256:[0-9a-f]{64}");

    private final Set<SighashType> permitted;

    /// Permits only signatures that commit to everything.
    public Bitcoin() {
        this(Set.of());
    }

    /// @param permitted sighash types let through besides; each is warned of
    public Bitcoin(Set<SighashType> permitted) {
        this.permitted = Set.copyOf(permitted);
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

    /// The address of this form.
    ///
    /// @throws IllegalArgumentException if the chain is no network known here: the caller's fault
    public Account account(ChainId chain, Point key, AddressForm form) {
        var network = BitcoinNetwork.of(chain)
                .orElseThrow(() -> new IllegalArgumentException("no network known here: " + chain));
        return form.script(key).account(network);
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
