package tallystick.core.chain;

/// Who or what holds value or authority on one chain: an account, a contract, a script, a program.
///
/// **Form** CAIP-10, `chain:address`. Whoever makes one gives the chain's canonical text, so that equal accounts are
/// equal text; text from strangers goes through [Chain#account].
///
/// @param address the chain's canonical text, 1..128 printable ASCII characters without spaces
/// @spec https://chainagnostic.org/CAIPs/caip-10#specification-of-account-id CAIP-10
public record Account(ChainId chain, String address) implements Comparable<Account> {
    /// @throws IllegalArgumentException if the address is empty, long, or not printable ASCII: the caller's fault
    public Account {
        if (address.isEmpty() || address.length() > 128)
            throw new IllegalArgumentException("address of %d characters, not 1..128".formatted(address.length()));
        if (address.chars().anyMatch(c -> c <= ' ' || c > '~'))
            throw new IllegalArgumentException("address not printable ASCII");
    }

    /// By chain, then by address: a set finds its way by it where somebody has chosen texts of one hash code.
    @Override
    public int compareTo(Account other) {
        var order = chain.compareTo(other.chain);
        return order != 0 ? order : address.compareTo(other.address);
    }

    @Override
    public String toString() {
        return chain + ":" + address;
    }
}
