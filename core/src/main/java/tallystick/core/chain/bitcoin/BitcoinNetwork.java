package tallystick.core.chain.bitcoin;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;

/// Which Bitcoin: the coins of one are not the coins of another, though their transactions look alike.
///
/// **Form** the chain id's reference is the first 32 hex digits of the genesis block's hash, as CAIP-2 lists them.
///
/// @spec https://namespaces.chainagnostic.org/bip122/caip2 CAIP-2 profile of namespace bip122
public enum BitcoinNetwork {
    /// The one whose coins have a price.
    MAINNET(1, "000000000019d6689c085ae165831e93", 0x00, 0x05, "bc", 0),
    /// Testnet 3.
    TESTNET3(2, "000000000933ea01ad0ee984209779ba", 0x6f, 0xc4, "tb", 1),
    /// Testnet 4 (BIP-94).
    TESTNET4(3, "00000000da84f2bafbbc53dee25a72ae", 0x6f, 0xc4, "tb", 1),
    /// The default signet (BIP-325).
    SIGNET(4, "00000008819873e925422c1ff0f99f7c", 0x6f, 0xc4, "tb", 1),
    /// A network of one's own, for tests.
    REGTEST(5, "0f9188f13cb7b2c71f2a335e3a4fc328", 0x6f, 0xc4, "bcrt", 1);

    /// The CAIP-2 namespace of all of them.
    public static final String NAMESPACE = "bip122";

    private static final Map<BitcoinNetwork, Asset> COINS = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(
                    each -> each, each -> Asset.coin(new ChainId(NAMESPACE, each.reference), each.slip44)));

    private final int code;
    private final String reference;
    private final int keyHashVersion;
    private final int scriptHashVersion;
    private final String prefix;
    private final int slip44;

    BitcoinNetwork(int code, String reference, int keyHashVersion, int scriptHashVersion, String prefix, int slip44) {
        this.code = code;
        this.reference = reference;
        this.keyHashVersion = keyHashVersion;
        this.scriptHashVersion = scriptHashVersion;
        this.prefix = prefix;
        this.slip44 = slip44;
    }

    /// Its number in canonical bytes, 1..255.
    public int code() {
        return code;
    }

    /// Its chain id.
    public ChainId chain() {
        return coin().chain();
    }

    /// Its coin; base units are satoshi, 10^8 to a bitcoin.
    public Asset coin() {
        return Objects.requireNonNull(COINS.get(this));
    }

    /// What base58 addresses of key hashes begin with, 0..255.
    int keyHashVersion() {
        return keyHashVersion;
    }

    /// What base58 addresses of script hashes begin with, 0..255.
    int scriptHashVersion() {
        return scriptHashVersion;
    }

    /// What bech32 addresses begin with.
    String prefix() {
        return prefix;
    }

    /// The network with this number.
    public static Optional<BitcoinNetwork> ofCode(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }

    /// The network with this chain id.
    public static Optional<BitcoinNetwork> of(ChainId chain) {
        return Arrays.stream(values())
                .filter(each -> each.chain().equals(chain))
                .findFirst();
    }
}
