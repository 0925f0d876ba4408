package tallystick.crypto.curve;

import static tallystick.crypto.curve.SecpScalars.LITTLE;

import java.lang.foreign.MemorySegment;

/// The one check on numbers mod L, the order of edwards25519's prime-order group, that libsodium 1.0.18 does not
/// offer.
final class EdScalars {
    // L = 2^252 + 27742317777372353535851937790883648493 as 32-bit digits, low first
    private static final long[] L_DIGITS = {0x5cf5d3edL, 0x5812631aL, 0xa2f79cd6L, 0x14def9deL, 0, 0, 0, 0x10000000L};

    private EdScalars() {}

    /// -1 if the 32 little-endian bytes are below L, else 0. Constant time.
    static long canonicalMask(MemorySegment a) {
        var borrow = 0L;
        for (var i = 0; i < L_DIGITS.length; i++) {
            var digit = a.get(LITTLE, 8L * (i >> 1)) >>> 32 * (i & 1) & 0xffffffffL;
            borrow = digit - L_DIGITS[i] + borrow >> 63;
        }
        return borrow;
    }
}
