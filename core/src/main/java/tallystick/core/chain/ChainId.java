package tallystick.core.chain;

import java.util.regex.Pattern;

/// Names one chain.
///
/// **Form** CAIP-2, `namespace:reference`, such as `eip155:1`; ASCII, namespace 3..8, reference 1..32 characters.
///
/// @spec https://chainagnostic.org/CAIPs/caip-2 CAIP-2
public record ChainId(String namespace, String reference) implements Comparable<ChainId> {
    private static final Pattern NAMESPACE = Pattern.compile("[-a-z0-9]{3,8}");
    private static final Pattern REFERENCE = Pattern.compile("[-_a-zA-Z0-9]{1,32}");

    /// @throws IllegalArgumentException if not of the form: the caller's fault
    public ChainId {
        if (!isValid(namespace, reference))
            throw new IllegalArgumentException("chain id not of the form namespace:reference");
    }

    /// By namespace, then by reference.
    @Override
    public int compareTo(ChainId other) {
        var order = namespace.compareTo(other.namespace);
        return order != 0 ? order : reference.compareTo(other.reference);
    }

    /// Whether both parts are of the form.
    public static boolean isValid(String namespace, String reference) {
        return NAMESPACE.matcher(namespace).matches()
                && REFERENCE.matcher(reference).matches();
    }

    @Override
    public String toString() {
        return namespace + ":" + reference;
    }
}
