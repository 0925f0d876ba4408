package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What the VOLE sender sends for one item.
///
/// **Form** 96·m + 64 bytes: Q column by column, each scalar 32 bytes big-endian below n; H_u; v.
///
/// @param corrections Q_{c,j} = T⁰ - T¹ + α_c, column after column
/// @param rowsCheck H_u, root over u
/// @param inputsCheck v = ⟨α, χ⟩, a scalar
record VoleMessage(Bytes corrections, Digest32 rowsCheck, Bytes inputsCheck) {
    static int correctionsBytes(int gadgetLength) {
        return VoleParameters.WIDTH * gadgetLength * 32;
    }

    static VoleMessage read(Reader reader, int gadgetLength) throws MalformedInput {
        return new VoleMessage(
                reader.raw(correctionsBytes(gadgetLength), "corrections"),
                Digest32.read(reader, "rows check"),
                reader.raw(32, "inputs check"));
    }

    void write(Writer writer) {
        writer.raw(corrections).raw(rowsCheck.bytes()).raw(inputsCheck);
    }
}
