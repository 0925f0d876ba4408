package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Sums of bit strings off the heap, with and without a mask. Lengths are multiples of 8.
///
/// **Timing** constant in bits and masks.
final class Xor {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Xor() {}

    /// `target ^= source`.
    static void into(MemorySegment target, MemorySegment source, int lengthBytes) {
        masked(-1L, source, target, lengthBytes);
    }

    /// `target ^= mask & source`, the mask 0 or -1.
    static void masked(long mask, MemorySegment source, MemorySegment target, int lengthBytes) {
        for (var at = 0L; at < lengthBytes; at += 8)
            target.set(WORD, at, target.get(WORD, at) ^ (source.get(WORD, at) & mask));
    }

    /// `out = mask ? one : zero`, the mask 0 or -1.
    static void select(long mask, MemorySegment one, MemorySegment zero, MemorySegment out, int lengthBytes) {
        for (var at = 0L; at < lengthBytes; at += 8) {
            var other = zero.get(WORD, at);
            out.set(WORD, at, other ^ ((one.get(WORD, at) ^ other) & mask));
        }
    }

    /// `out_i = row_i ^ addend` for rows of 16 bytes.
    static void rows(MemorySegment rows, MemorySegment addend, int count, MemorySegment out) {
        var low = addend.get(WORD, 0);
        var high = addend.get(WORD, 8);
        for (var at = 0L; at < 16L * count; at += 16) {
            out.set(WORD, at, rows.get(WORD, at) ^ low);
            out.set(WORD, at + 8, rows.get(WORD, at + 8) ^ high);
        }
    }

    /// -1 if bit `index` is 1, else 0; low bit of each byte first.
    static long maskOfBit(MemorySegment bits, int index) {
        return -(bits.get(ValueLayout.JAVA_BYTE, index / 8) >>> index % 8 & 1L);
    }

    /// -1 if the segments hold the same bytes, else 0; multiples of 8 bytes.
    static long equalMask(MemorySegment a, MemorySegment b, int lengthBytes) {
        var difference = 0L;
        for (var at = 0L; at < lengthBytes; at += 8) difference |= a.get(WORD, at) ^ b.get(WORD, at);
        return ((difference | -difference) >>> 63) - 1;
    }
}
