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

    /// For each row, SHA-256(prefix ‖ u32 row number ‖ u32 column ‖ row) mod n as a scalar. The bias is below
    /// 2^-127, because n is that close to 2^256.
    void scalars(int column, MemorySegment rows, int firstRow, int count, MemorySegment out) {
        Sha256Batch.hashRows(prefix, column, rows, firstRow, count, out);
        SecpScalars.reduceBigEndianAll(out, 0, out, 0, count);
    }
}
