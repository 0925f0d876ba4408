package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Multiplies rows by the check matrix R = [X | I]: X is public and random, expanded from a hash of all that was sent
/// before; I takes up the last σ rows, which mask the result.
///
/// **Why** a uniformly random X is the simplest 2^-σ-universal family, for which the proof is given; because X is
/// public its bits may be table indices ("four Russians"), so the product costs a few table look-ups a row.
///
/// **Form** X comes in groups of eight rows of V: σ bytes, byte r holding the bits X[r][8g..8g+7], low bit first.
/// **Timing** constant in the rows; X, counts and offsets are public.
///
/// @spec https://eprint.iacr.org/2022/192 SoftSpokenOT, Fig. 9 (consistency check), Thm 4.5
final class LinearCheck {
    /// Length of a product in bytes: σ rows of 16 bytes.
    static final int PRODUCT_BYTES = VoleParameters.CHECK_BITS * ExtensionShape.ROW_BYTES;
    /// Length of a product of single bits.
    static final int BITS_BYTES = VoleParameters.CHECK_BITS / 8;

    private static final int SIGMA = VoleParameters.CHECK_BITS;
    private static final int GROUPS_AT_ONCE = 32;
    private static final int TABLE_BYTES = 16 * ExtensionShape.ROW_BYTES;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LinearCheck() {}

    /// Computes `product = R·rows`, and with choice bits `bitsProduct = R·bits` beside it.
    ///
    /// @param seed of X: a hash of everything X must not be known before
    /// @param rows L rows of 16 bytes
    /// @param product receives [#PRODUCT_BYTES] bytes
    static void multiply(
            ExtensionShape shape, Digest32 seed, MemorySegment rows, MemorySegment product, SecretMemory home) {
        try (var key = home.allocate(PrgAes.SEED_BYTES);
                var scratch = home.allocate(GROUPS_AT_ONCE * SIGMA + 2 * TABLE_BYTES)) {
            var x = scratch.memory().asSlice(0, (long) GROUPS_AT_ONCE * SIGMA);
            var tables = scratch.memory().asSlice((long) GROUPS_AT_ONCE * SIGMA, 2L * TABLE_BYTES);
            // I: the last σ rows as they are.
            MemorySegment.copy(rows, 16L * shape.usedRows(), product, 0, PRODUCT_BYTES);
            try (var stream = open(seed, key)) {
                var groups = shape.usedRows() / 8;
                for (var from = 0; from < groups; from += GROUPS_AT_ONCE) {
                    var count = Math.min(GROUPS_AT_ONCE, groups - from);
                    stream.fill(x.asSlice(0, (long) count * SIGMA));
                    for (var g = 0; g < count; g++) {
                        buildTables(rows, 128L * (from + g), tables);
                        addGroup(x, (long) g * SIGMA, tables, product);
                    }
                }
            }
        }
    }

    /// Computes `product = R·bits` for one column of L bits.
    ///
    /// @param product receives [#BITS_BYTES] bytes
    static void multiplyBits(
            ExtensionShape shape, Digest32 seed, MemorySegment bits, MemorySegment product, SecretMemory home) {
        try (var key = home.allocate(PrgAes.SEED_BYTES);
                var scratch = home.allocate((GROUPS_AT_ONCE + 1) * SIGMA)) {
            var x = scratch.memory().asSlice(0, (long) GROUPS_AT_ONCE * SIGMA);
            var sums = scratch.memory().asSlice((long) GROUPS_AT_ONCE * SIGMA, SIGMA);
            try (var stream = open(seed, key)) {
                var groups = shape.usedRows() / 8;
                for (var from = 0; from < groups; from += GROUPS_AT_ONCE) {
                    var count = Math.min(GROUPS_AT_ONCE, groups - from);
                    stream.fill(x.asSlice(0, (long) count * SIGMA));
                    for (var g = 0; g < count; g++) {
                        var eight = (bits.get(ValueLayout.JAVA_BYTE, from + g) & 0xffL) * 0x0101_0101_0101_0101L;
                        for (var at = 0L; at < SIGMA; at += 8)
                            sums.set(WORD, at, sums.get(WORD, at) ^ (x.get(WORD, (long) g * SIGMA + at) & eight));
                    }
                }
            }
            for (var r = 0; r < SIGMA; r += 8) {
                var eight = bits.get(ValueLayout.JAVA_BYTE, (shape.usedRows() + r) / 8);
                for (var i = 0; i < 8; i++) eight ^= (byte) (parity(sums.get(ValueLayout.JAVA_BYTE, r + i)) << i);
                product.set(ValueLayout.JAVA_BYTE, r / 8, eight);
            }
        }
    }

    private static PrgAes open(Digest32 seed, SecretBytes key) {
        MemorySegment.copy(seed.bytes().toArray(), 0, key.memory(), ValueLayout.JAVA_BYTE, 0, PrgAes.SEED_BYTES);
        return PrgAes.open(key, 0);
    }

    /// All sums of rows 0..3 in the first table, of rows 4..7 in the second.
    private static void buildTables(MemorySegment rows, long rowsAt, MemorySegment tables) {
        for (var table = 0; table < 2; table++) {
            var base = (long) table * TABLE_BYTES;
            tables.set(WORD, base, 0);
            tables.set(WORD, base + 8, 0);
            for (var bit = 0; bit < 4; bit++) {
                var row = rowsAt + 16L * (4 * table + bit);
                var low = rows.get(WORD, row);
                var high = rows.get(WORD, row + 8);
                for (var i = 0; i < 1 << bit; i++) {
                    var old = base + 16L * i;
                    var made = base + 16L * (i + (1 << bit));
                    tables.set(WORD, made, tables.get(WORD, old) ^ low);
                    tables.set(WORD, made + 8, tables.get(WORD, old + 8) ^ high);
                }
            }
        }
    }

    private static void addGroup(MemorySegment x, long xAt, MemorySegment tables, MemorySegment product) {
        for (var r = 0; r < SIGMA; r++) {
            var index = x.get(ValueLayout.JAVA_BYTE, xAt + r);
            var first = 16L * (index & 15);
            var second = TABLE_BYTES + (index & 0xf0L);
            var at = 16L * r;
            product.set(WORD, at, product.get(WORD, at) ^ tables.get(WORD, first) ^ tables.get(WORD, second));
            product.set(
                    WORD,
                    at + 8,
                    product.get(WORD, at + 8) ^ tables.get(WORD, first + 8) ^ tables.get(WORD, second + 8));
        }
    }

    private static int parity(byte value) {
        var folded = (value ^ value >>> 4) & 15;
        return 0x6996 >>> folded & 1;
    }
}
