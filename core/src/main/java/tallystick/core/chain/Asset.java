package tallystick.core.chain;

import java.util.regex.Pattern;

/// One kind of value on one chain.
///
/// **Form** CAIP-19, `chain/namespace:reference` or `chain/namespace:reference/token`, such as `eip155:1/slip44:60` for
/// ether and `eip155:1/erc20:0x…` for a token; addresses inside are in the chain's canonical text.
///
/// @param namespace what kind of reference follows, `slip44` for a chain's own coin
/// @param reference the reference, with `/token` after it for one item of a collection
/// @spec https://chainagnostic.org/CAIPs/caip-19#specification-of-asset-type CAIP-19
public record Asset(ChainId chain, String namespace, String reference) implements Comparable<Asset> {
    private static final Pattern NAMESPACE = Pattern.compile("[-a-z0-9]{3,8}");
    private static final Pattern REFERENCE = Pattern.compile("[-.%a-zA-Z0-9]{1,128}(/[-.%a-zA-Z0-9]{1,78})?");

    /// @throws IllegalArgumentException if not of the form: the caller's fault
    public Asset {
        if (!NAMESPACE.matcher(namespace).matches()
                || !REFERENCE.matcher(reference).matches())
            throw new IllegalArgumentException("asset not of the form chain/namespace:reference");
    }

    /// The chain's own coin.
    ///
    /// @param slip44 its number in the registry of coin types, 0 or more
    /// @spec https://github.com/satoshilabs/slips/blob/master/slip-0044.md SLIP-44
    public static Asset coin(ChainId chain, int slip44) {
        return new Asset(chain, "slip44", Integer.toString(slip44));
    }

    /// One item of this collection.
    ///
    /// @param token the item's number or name as the collection counts
    public Asset item(String token) {
        return new Asset(chain, namespace, reference + "/" + token);
    }

    /// By chain, namespace and reference: a set finds its way by it where somebody has chosen texts of one hash code.
    @Override
    public int compareTo(Asset other) {
        var order = chain.compareTo(other.chain);
        if (order == 0) order = namespace.compareTo(other.namespace);
        return order != 0 ? order : reference.compareTo(other.reference);
    }

    @Override
    public String toString() {
        return chain + "/" + namespace + ":" + reference;
    }
}
