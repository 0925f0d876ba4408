package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.hash.Transcript;

/// Hashing of many short values under one context: a prefix of one block names purpose and instance, the rest of the
/// message fits into a second, so each value costs one compression.
///
/// **Form** SHA-256(SHA-256-transcript of the purpose ‖ context ‖ message); the prefix is 64 bytes. Messages of one
/// purpose all have one length. `docs/spec/ot-extension.md` §4.
///
/// **Timing** constant in the values.
final class ExtensionHash {
    private final Midstate prefix;

    private ExtensionHash(Midstate prefix) {
        this.prefix = prefix;
    }

    static ExtensionHash of(String purpose, Digest32 context) {
        var name = Transcript.of(purpose).digest();
        return new ExtensionHash(Midstate.after(Bytes.concat(name.bytes(), context.bytes())));
    }

    /// For each row, SHA-256(prefix ‖ u32 row number ‖ u32 column ‖ row) mod n as a scalar. The bias is below 2^-127,
    /// because n is that close to 2^256.
    void scalars(int column, MemorySegment rows, int firstRow, int count, MemorySegment out) {
        Sha256Batch.hashRows(prefix, column, rows, firstRow, count, out);
        SecpScalars.reduceBigEndianAll(out, 0, out, 0, count);
    }

    /// For each row, the 32 bytes.
    void digests(int column, MemorySegment rows, int firstRow, int count, MemorySegment out) {
        Sha256Batch.hashRows(prefix, column, rows, firstRow, count, out);
    }

    /// Root of the binary tree over `count` values of 32 bytes: a node is the compression of its two children from the
    /// prefix's state, an odd one out is paired with zeros. All trees of one purpose have one `count`.
    ///
    /// @param values overwritten
    /// @param scratch at least half as long, rounded up to 32 bytes
    /// @return 32 bytes at the front of one of the two segments, public from now on
    Digest32 root(MemorySegment values, int count, MemorySegment scratch) {
        var from = values;
        var to = scratch;
        for (var left = count; left > 1; left = (left + 1) / 2) {
            var pairs = (left + 1) / 2;
            if (left % 2 == 1) from.asSlice(32L * left, 32).fill((byte) 0);
            Sha256Batch.compressMany(prefix.state(), from.asSlice(0, 64L * pairs), pairs, to);
            var swap = from;
            from = to;
            to = swap;
        }
        return new Digest32(Bytes.copyOf(from.asSlice(0, 32).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)));
    }
}
