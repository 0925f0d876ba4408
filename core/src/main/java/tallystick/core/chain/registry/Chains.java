package tallystick.core.chain.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.Bitcoin;
import tallystick.core.chain.bitcoin.build.BitcoinBuilding;
import tallystick.core.chain.bitcoin.forms.BitcoinForms;
import tallystick.core.chain.ethereum.Ethereum;
import tallystick.core.chain.solana.Solana;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// The families of chains somebody can read, each by its CAIP-2 namespace.
///
/// **Why** one list, so that node, tools and auditors never read different sets. A further family is one package and
/// one line in [#all].
///
/// **Threads** immutable.
public final class Chains {
    private final Map<String, Chain> families;

    private Chains(Map<String, Chain> families) {
        this.families = families;
    }

    /// Every family of this version.
    public static Chains all() {
        return of(List.of(
                new Bitcoin().reading(new BitcoinForms()).making(new BitcoinBuilding()), new Ethereum(), new Solana()));
    }

    /// These families alone.
    ///
    /// @throws IllegalArgumentException if two serve one namespace or have one name: the caller's fault
    public static Chains of(List<? extends Chain> families) {
        var byName = families.stream()
                .collect(Collectors.<Chain, String, Chain>toMap(
                        Chain::namespace, Function.<Chain>identity(), (first, _) -> {
                            throw new IllegalArgumentException("two chains serve " + first.namespace());
                        }));
        if (families.stream().map(Chain::name).distinct().count() != families.size())
            throw new IllegalArgumentException("two chains of one name");
        return new Chains(Map.copyOf(byName));
    }

    /// The family that serves a namespace.
    public Optional<Chain> family(String namespace) {
        return Optional.ofNullable(families.get(namespace));
    }

    /// The family that serves a chain.
    public Optional<Chain> family(ChainId chain) {
        return family(chain.namespace());
    }

    /// The families, by namespace ascending.
    public List<Chain> families() {
        return namespaces().stream().map(each -> family(each).orElseThrow()).toList();
    }

    /// The family that people call so, in either case.
    public Optional<Chain> named(String name) {
        return families.values().stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// What people call the families, ascending.
    public List<String> names() {
        return families().stream().map(Chain::name).sorted().toList();
    }

    /// How people write amounts of the coins that everybody knows.
    public Map<Asset, Knowledge.Unit> coins() {
        return families().stream()
                .flatMap(each -> each.coins().entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// The namespaces, ascending.
    public List<String> namespaces() {
        return List.copyOf(new TreeSet<>(families.keySet()));
    }

    /// Reads unsigned bytes as [Chain#parse] of the chain's family does; without a family they are malformed.
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        var family = family(chain);
        return family.isPresent()
                ? family.get().parse(chain, content, unsigned)
                : new Parsed.Malformed<UnsignedTransaction>(
                        0, "a chain with a decoder, one of the namespaces " + String.join(", ", namespaces()));
    }
}
