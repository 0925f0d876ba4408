package tallystick.mpc.ecdsa;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.hash.Digest32;

/// What the VOLE sender sends for one item.
///
/// **Form** 96·m + 64 bytes: Q column by column, each scalar 32 bytes big-endian below n; H_u; v.
///
/// @param corrections Q_{c,j} = T⁰ - T¹ + α_c, column after column
/// @param rowsCheck H_u, root over u
/// @param inputsCheck v = ⟨α, χ⟩, a scalar
record VoleMessage(Bytes corrections, Digest32 rowsCheck, Bytes inputsCheck) {
    private static final ValueLayout.OfLong BIG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    static int correctionsBytes(int gadgetLength) {
        return VoleParameters.WIDTH * gadgetLength * 32;
    }

    static VoleMessage read(Reader reader, int gadgetLength) throws MalformedInput {
        return new VoleMessage(
                scalars(reader, correctionsBytes(gadgetLength), "corrections"),
                Digest32.read(reader, "rows check"),
                scalars(reader, 32, "inputs check"));
    }

    /// Scalars in a row, each below n. Almost none begins with eight bytes of ones, so almost none needs a second look.
    private static Bytes scalars(Reader reader, int lengthBytes, String field) throws MalformedInput {
        var start = reader.position();
        var encoded = reader.raw(lengthBytes, field);
        var memory = encoded.memory();
        try (var arena = Arena.ofConfined()) {
            var scratch = arena.allocate(32);
            for (var at = 0; at < lengthBytes; at += 32) {
                if (memory.get(BIG, at) == -1L && SecpScalars.fromBigEndian(memory, at, scratch, 0) == 0)
                    throw new MalformedInput(start + at, field + " below the group order");
            }
        }
        return encoded;
    }

    void write(Writer writer) {
        writer.raw(corrections).raw(rowsCheck.bytes()).raw(inputsCheck);
    }
}
