package tallystick.core.policy;

import tallystick.crypto.codec.Bytes;

/// Addresses of the internet that begin with the same bits.
///
/// @param address 4 or 16 bytes, zero after the prefix
/// @param prefixBits 0..32 or 0..128
public record IpRange(Bytes address, int prefixBits) {
    /// @throws IllegalArgumentException if length or prefix are out of range or bits stand after it: the caller's fault
    public IpRange {
        if (address.length() != 4 && address.length() != 16)
            throw new IllegalArgumentException("address of %d bytes, not 4 or 16".formatted(address.length()));
        if (prefixBits < 0 || prefixBits > 8 * address.length())
            throw new IllegalArgumentException("prefix of %d bits".formatted(prefixBits));
        for (var bit = prefixBits; bit < 8 * address.length(); bit++)
            if (bit(address, bit)) throw new IllegalArgumentException("bits after the prefix");
    }

    /// Whether an address is one of them; one of the other length never is.
    public boolean holds(Bytes other) {
        if (other.length() != address.length()) return false;
        for (var bit = 0; bit < prefixBits; bit++) if (bit(address, bit) != bit(other, bit)) return false;
        return true;
    }

    private static boolean bit(Bytes bytes, int index) {
        return (bytes.at(index / 8) >> (7 - index % 8) & 1) == 1;
    }
}
