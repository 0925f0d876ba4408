package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Turns 128 columns of bits into rows of 16 bytes, 64 by 64 bits at a time, off the heap.
///
/// **Form** bit j of a column is bit j mod 8 of byte j / 8; bit i of a row is column i, in the same order.
/// **Timing** constant: every step depends on lengths alone.
final class BitTranspose {
    /// Bytes of scratch needed.
    static final int SCRATCH_BYTES = 64 * 8;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private BitTranspose() {}

    /// @param columns [VoleParameters#BASE_OTS] columns, `strideBytes` apart
    /// @param strideBytes a multiple of 8
    /// @param rows receives 8 · strideBytes rows of 16 bytes
    /// @param scratch [#SCRATCH_BYTES] bytes of secret memory
    static void toRows(MemorySegment columns, int strideBytes, MemorySegment rows, MemorySegment scratch) {
        for (var word = 0; word < strideBytes / 8; word++) {
            for (var half = 0; half < 2; half++) {
                for (var i = 0; i < 64; i++)
                    scratch.set(WORD, 8L * i, columns.get(WORD, (long) (64 * half + i) * strideBytes + 8L * word));
                transpose64(scratch);
                for (var i = 0; i < 64; i++)
                    rows.set(WORD, 16L * (64L * word + i) + 8L * half, scratch.get(WORD, 8L * i));
            }
        }
    }

    /// Swaps blocks of 32, 16, … 1 bits across the diagonal.
    private static void transpose64(MemorySegment block) {
        var mask = 0x0000_0000_ffff_ffffL;
        for (var width = 32; width != 0; width >>>= 1) {
            for (var from = 0; from < 64; from += 2 * width) {
                for (var i = from; i < from + width; i++) {
                    var low = block.get(WORD, 8L * i);
                    var high = block.get(WORD, 8L * (i + width));
                    var swap = ((low >>> width) ^ high) & mask;
                    block.set(WORD, 8L * (i + width), high ^ swap);
                    block.set(WORD, 8L * i, low ^ (swap << width));
                }
            }
            mask ^= mask << (width >>> 1);
        }
    }
}
