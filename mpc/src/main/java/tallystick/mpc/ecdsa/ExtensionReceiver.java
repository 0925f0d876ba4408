package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The receiver of one OT extension, who is VOLE receiver too: chooses random bits and learns for each one of two pads.
///
/// **Timing** constant: lengths alone decide what is done.
///
/// @spec https://eprint.iacr.org/2022/192 SoftSpokenOT, Fig. 8 (extension, k = 1), Fig. 9 (check)
final class ExtensionReceiver implements AutoCloseable {
    private final ExtensionShape shape;
    private final SecretBytes bits;
    private final SecretBytes rows;
    private final ExtensionMessage message;
    private final Digest32 transcript;

    private ExtensionReceiver(
            ExtensionShape shape, SecretBytes bits, SecretBytes rows, ExtensionMessage message, Digest32 transcript) {
        this.shape = shape;
        this.bits = bits;
        this.rows = rows;
        this.message = message;
        this.transcript = transcript;
    }

    /// @param instance names this extension and nothing else ever
    /// @param zeroSeeds s⁰_i, 128 of 32 bytes
    /// @param oneSeeds s¹_i, 128 of 32 bytes
    /// @spec docs/spec/ot-extension.md#OX-1 ot-extension
    static ExtensionReceiver extend(
            ExtensionShape shape,
            Digest32 instance,
            MemorySegment zeroSeeds,
            MemorySegment oneSeeds,
            SecretMemory home) {
        var stride = shape.strideBytes();
        try (var held = new Held();
                var columns = home.allocate(VoleParameters.BASE_OTS * stride);
                var scratch = home.allocate(BitTranspose.SCRATCH_BYTES);
                var product = home.allocate(LinearCheck.PRODUCT_BYTES + LinearCheck.BITS_BYTES)) {
            var bits = held.hold(home.allocate(stride));
            var rows = held.hold(home.allocate(shape.rowsBytes()));
            var corrections = columns(shape, instance, zeroSeeds, oneSeeds, columns.memory(), bits.memory(), home);
            BitTranspose.toRows(columns.memory(), stride, rows.memory(), scratch.memory());

            // > 2, 3. The challenge is the hash of the corrections; ũ = R·x, h = T(R·V).
            var challenge = ExtensionTranscript.challenge(instance, corrections);
            var rowsProduct = product.memory().asSlice(0, LinearCheck.PRODUCT_BYTES);
            var bitsProduct = product.memory().asSlice(LinearCheck.PRODUCT_BYTES, LinearCheck.BITS_BYTES);
            LinearCheck.multiply(shape, challenge, rows.memory(), rowsProduct, home);
            LinearCheck.multiplyBits(shape, challenge, bits.memory(), bitsProduct, home);
            var rowsCheck = ExtensionTranscript.rowsCheck(instance, challenge, rowsProduct, home);
            var bitsCheck = Bytes.copyOf(bitsProduct);
            var message = new ExtensionMessage(corrections, bitsCheck, rowsCheck);
            var transcript = ExtensionTranscript.all(instance, challenge, bitsCheck, rowsCheck);
            return held.release(new ExtensionReceiver(shape, bits, rows, message, transcript));
        }
    }

    /// > 1. t^b_i = PRG(s^b_i); x = t⁰_0 + t¹_0; c_i = t⁰_i + t¹_i + x for i >= 1. Keeps t⁰ and x, returns the
    /// c.
    /// @spec docs/spec/ot-extension.md#OX-2 ot-extension
    private static Bytes columns(
            ExtensionShape shape,
            Digest32 instance,
            MemorySegment zeroSeeds,
            MemorySegment oneSeeds,
            MemorySegment columns,
            MemorySegment bits,
            SecretMemory home) {
        var stride = shape.strideBytes();
        var length = shape.columnBytes();
        var corrections = new byte[shape.correctionsBytes()];
        try (var zeros = SeedColumns.of(instance, zeroSeeds, home);
                var ones = SeedColumns.of(instance, oneSeeds, home);
                var other = home.allocate(stride)) {
            for (var i = 0; i < VoleParameters.BASE_OTS; i++) {
                var column = columns.asSlice((long) i * stride, stride);
                zeros.fill(i, column.asSlice(0, length));
                ones.fill(i, other.memory().asSlice(0, length));
                Xor.into(other.memory(), column, stride);
                if (i == 0) {
                    bits.copyFrom(other.memory());
                } else {
                    Xor.into(other.memory(), bits, stride);
                    MemorySegment.copy(other.memory(), ValueLayout.JAVA_BYTE, 0, corrections, (i - 1) * length, length);
                }
            }
        }
        return Bytes.copyOf(corrections);
    }

    ExtensionMessage message() {
        return message;
    }

    /// Hash of the instance and all that was sent in it.
    Digest32 transcript() {
        return transcript;
    }

    /// Rows of V of one item: m of 16 bytes.
    /// @spec docs/spec/ot-extension.md#OX-8 ot-extension
    MemorySegment rows(int item) {
        var bytes = (long) shape.gadgetLength() * ExtensionShape.ROW_BYTES;
        return rows.memory().asSlice(item * bytes, bytes);
    }

    /// Choice bits of one item: m bits.
    MemorySegment bits(int item) {
        var bytes = shape.gadgetLength() / 8;
        return bits.memory().asSlice((long) item * bytes, bytes);
    }

    @Override
    public void close() {
        bits.close();
        rows.close();
    }
}
