package tallystick.core.chain.ethereum.base;

import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.StandardHash;

/// An account or contract.
///
/// **Form** 20 bytes; text is `0x` and 40 hex digits with the mixed-case checksum.
///
/// @spec https://eips.ethereum.org/EIPS/eip-55 EIP-55
public record Address(Bytes value) {
    private static final Pattern TEXT = Pattern.compile("0x[0-9a-fA-F]{40}");

    /// @throws IllegalArgumentException if not 20 bytes: the caller's fault
    public Address {
        if (value.length() != 20)
            throw new IllegalArgumentException("address of %d bytes, not 20".formatted(value.length()));
    }

    /// The address of a public key: the last 20 bytes of Keccak-256 of the uncompressed point without its prefix.
    public static Address of(Point key) {
        return new Address(StandardHash.keccak256(key.encodeUncompressed().slice(1, 65))
                .bytes()
                .slice(12, 32));
    }

    /// Reads text; mixed case must be the right checksum, all lower or all upper case is accepted.
    public static Optional<Address> parse(String text) {
        if (!TEXT.matcher(text).matches()) return Optional.empty();
        var address = new Address(Bytes.ofHex(text.substring(2)));
        var digits = text.substring(2);
        var oneCase = digits.equals(digits.toLowerCase(java.util.Locale.ROOT))
                || digits.equals(digits.toUpperCase(java.util.Locale.ROOT));
        return oneCase || address.toString().equals(text) ? Optional.of(address) : Optional.empty();
    }

    /// This address on one chain.
    public Account on(ChainId chain) {
        return new Account(chain, toString());
    }

    @Override
    public String toString() {
        var digits = value.toHex();
        var hash = StandardHash.keccak256(Bytes.ofUtf8(digits)).bytes().toHex();
        var text = new StringBuilder("0x");
        for (var i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(i);
            text.append(hash.charAt(i) >= '8' ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }
}
