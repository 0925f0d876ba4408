package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;

/// Hashing of many short values under one context: a prefix of one block names purpose and instance, the rest of the
/// message fits into a second, so each value costs one compression.
///
/// **Form** SHA-256(SHA-256-transcript of the purpose ‖ context ‖ message); the prefix is 64 bytes. Messages of one
/// purpose all have one length. `docs/spec/ot-extension.md` §4.
///
/// **Timing** constant in the values.
final class ExtensionHash {
    /// What fits into the second block beside number and padding.
    static final int VALUE_BYTES_MAX = Sha256Batch.BLOCK_BYTES - 4 - 1 - 8;

    private static final ValueLayout.OfInt BIG = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Midstate prefix;

    private ExtensionHash(Midstate prefix) {
        this.prefix = prefix;
    }

    static ExtensionHash of(String purpose, Digest32 context) {
        var name = Transcript.of(purpose).digest();
        return new ExtensionHash(Midstate.after(Bytes.concat(name.bytes(), context.bytes())));
    }

    /// For each column from 0 on and each row, SHA-256(prefix ‖ u32 row number ‖ u32 column ‖ row) as a number of
    /// 256 bits, which stands for what it is mod n. The bias is below 2^-127, because n is that close to 2^256.
    ///
    /// @param out receives one column after the other, as [SecpRows] has them
    /// @spec docs/spec/ot-extension.md#OX-7 ot-extension
    void numbers(int columns, MemorySegment rows, int firstRow, int count, MemorySegment out) {
        Sha256Batch.hashRowsToNumbers(prefix, columns, rows, firstRow, count, SecpRows.lanes(count), out);
    }

    /// For each value, SHA-256(prefix ‖ u32 number ‖ value), counted from 0.
    ///
    /// @param values `count` of `valueBytes` each, at most [#VALUE_BYTES_MAX]
    /// @param out receives `count` digests of 32 bytes; may be the values
    void digests(MemorySegment values, int valueBytes, int count, MemorySegment out, SecretMemory home) {
        try (var blocks = home.allocate(count * Sha256Batch.BLOCK_BYTES)) {
            var memory = blocks.memory();
            for (var i = 0; i < count; i++) {
                var at = (long) i * Sha256Batch.BLOCK_BYTES;
                memory.set(BIG, at, i);
                MemorySegment.copy(values, (long) i * valueBytes, memory, at + 4, valueBytes);
                memory.set(ValueLayout.JAVA_BYTE, at + 4 + valueBytes, (byte) 0x80);
                memory.set(BIG, at + Sha256Batch.BLOCK_BYTES - 4, 8 * (Sha256Batch.BLOCK_BYTES + 4 + valueBytes));
            }
            Sha256Batch.compressMany(prefix.state(), memory, count, out);
        }
    }
}
