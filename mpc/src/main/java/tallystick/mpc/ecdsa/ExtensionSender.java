package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The sender of one OT extension, who is VOLE sender too: holds Δ and learns for each OT a row, from which both pads
/// follow.
///
/// **Timing** constant in Δ and the seeds: corrections are added under masks.
///
/// @spec https://eprint.iacr.org/2022/192 SoftSpokenOT, Fig. 8 (extension, k = 1), Fig. 9 (check)
final class ExtensionSender implements AutoCloseable {
    private final ExtensionShape shape;
    private final SecretBytes rows;
    private final Digest32 transcript;
    /// T(R·Q + ũ⊗Δ).
    private final Digest32 rowsCheck;
    /// What the receiver says it is.
    private final Digest32 saidRowsCheck;

    private ExtensionSender(
            ExtensionShape shape, SecretBytes rows, Digest32 transcript, Digest32 rowsCheck, Digest32 saidRowsCheck) {
        this.shape = shape;
        this.rows = rows;
        this.transcript = transcript;
        this.rowsCheck = rowsCheck;
        this.saidRowsCheck = saidRowsCheck;
    }

    /// Computes all that the check compares, and compares nothing: what this needs it has, or throws, before the check
    /// counts. The rows are to be used only if it [#passes].
    ///
    /// @param delta Δ, 16 bytes
    /// @param seeds s^{Δ_i}_i, 128 of 32 bytes
    static ExtensionSender extend(
            ExtensionShape shape,
            Digest32 instance,
            MemorySegment delta,
            MemorySegment seeds,
            ExtensionMessage message,
            SecretMemory home) {
        var stride = shape.strideBytes();
        try (var held = new Held();
                var columns = home.allocate(VoleParameters.BASE_OTS * stride);
                var scratch = home.allocate(BitTranspose.SCRATCH_BYTES)) {
            var rows = held.hold(home.allocate(shape.rowsBytes()));
            columns(shape, instance, delta, seeds, message, columns.memory(), home);
            BitTranspose.toRows(columns.memory(), stride, rows.memory(), scratch.memory());
            var challenge = ExtensionTranscript.challenge(instance, message.corrections());
            var rowsCheck = rowsCheck(shape, instance, challenge, delta, rows.memory(), message, home);
            var transcript = ExtensionTranscript.all(instance, challenge, message.bitsCheck(), message.rowsCheck());
            return held.release(new ExtensionSender(shape, rows, transcript, rowsCheck, message.rowsCheck()));
        }
    }

    /// > 4. T(R·Q + ũ⊗Δ) = h. *A failure leaks bits of Δ: abort and ban.* The receiver must never get another
    /// try.
    /// @spec docs/spec/ot-extension.md#OX-5 ot-extension
    boolean passes() {
        return rowsCheck.equals(saidRowsCheck);
    }

    /// > 4. q_i = PRG(s^{Δ_i}_i) + Δ_i·c_i, with c_0 = 0.
    private static void columns(
            ExtensionShape shape,
            Digest32 instance,
            MemorySegment delta,
            MemorySegment seeds,
            ExtensionMessage message,
            MemorySegment columns,
            SecretMemory home) {
        var stride = shape.strideBytes();
        var length = shape.columnBytes();
        var corrections = message.corrections().memory();
        try (var stretched = SeedColumns.of(instance, seeds, home);
                var correction = home.allocate(stride)) {
            for (var i = 0; i < VoleParameters.BASE_OTS; i++) {
                var column = columns.asSlice((long) i * stride, stride);
                stretched.fill(i, column.asSlice(0, length));
                if (i == 0) continue;
                MemorySegment.copy(corrections, (i - 1L) * length, correction.memory(), 0, length);
                Xor.masked(Xor.maskOfBit(delta, i), correction.memory(), column, stride);
            }
        }
    }

    private static Digest32 rowsCheck(
            ExtensionShape shape,
            Digest32 instance,
            Digest32 challenge,
            MemorySegment delta,
            MemorySegment rows,
            ExtensionMessage message,
            SecretMemory home) {
        try (var product = home.allocate(LinearCheck.PRODUCT_BYTES)) {
            LinearCheck.multiply(shape, challenge, rows, product.memory(), home);
            for (var r = 0; r < VoleParameters.CHECK_BITS; r++) {
                var bit = message.bitsCheck().at(r / 8) >>> r % 8 & 1;
                Xor.masked(-bit, delta, product.memory().asSlice(16L * r, 16), ExtensionShape.ROW_BYTES);
            }
            return ExtensionTranscript.rowsCheck(instance, challenge, product.memory(), home);
        }
    }

    /// Hash of the instance and all that was sent in it.
    Digest32 transcript() {
        return transcript;
    }

    /// Rows of Q of one item: m of 16 bytes.
    MemorySegment rows(int item) {
        var bytes = (long) shape.gadgetLength() * ExtensionShape.ROW_BYTES;
        return rows.memory().asSlice(item * bytes, bytes);
    }

    @Override
    public void close() {
        rows.close();
    }
}
