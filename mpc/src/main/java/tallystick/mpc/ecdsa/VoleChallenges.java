package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.PrgAes;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The public hashes of one VOLE item, the same on both sides. All of them bind the transcript of the OT extension, so
/// that neither side can choose its part of the extension after it knows a challenge or the gadget.
///
/// @param extension transcript of the extension
/// @param item place of the item in the extension
record VoleChallenges(Digest32 extension, int item) {
    private static final String PROTOCOL = "tallystick/vole/v1/";

    /// Hash of Q.
    Digest32 corrections(Bytes corrections) {
        return start("corrections").add("corrections", corrections).digest();
    }

    /// > χ = (RO(1), RO(2), 1): three scalars in a row, 96 bytes.
    /// @spec docs/spec/vole.md#VO-4 vole
    void weights(Digest32 corrections, MemorySegment out) {
        for (var c = 0; c < VoleParameters.INPUTS; c++) {
            var wide = start("weight")
                    .add("corrections", corrections)
                    .add("column", c)
                    .wide();
            SecpScalars.reduceWideBigEndian(MemorySegment.ofArray(wide.toArray()), 0, out, 32L * c);
        }
        out.asSlice(32L * VoleParameters.INPUTS, 32).fill((byte) 0);
        out.set(ValueLayout.JAVA_BYTE, 32L * VoleParameters.INPUTS, (byte) 1);
    }

    /// > H_u = T(u).
    ///
    /// u is no secret between the two: both compute it, and the random column that enters it with weight 1 is used
    /// for nothing else. So the platform's hash may see it.
    ///
    /// @param rows m scalars, big-endian
    /// @spec docs/spec/vole.md#VO-5 vole
    Digest32 rowsCheck(Digest32 corrections, MemorySegment rows) {
        return start("rows-check")
                .add("corrections", corrections)
                .add("rows", rows)
                .digest();
    }

    /// T(M): everything sent for this item; the same on both sides, and confirmed before first use.
    Digest32 message(Digest32 corrections, VoleMessage message) {
        return start("gadget")
                .add("corrections", corrections)
                .add("rows check", message.rowsCheck())
                .add("inputs check", message.inputsCheck())
                .digest();
    }

    /// > g_j = RO(ctx, ext, T(M), j): T(M) stretched by AES-256-CTR to m numbers of 256 bits, each mod n (bias below
    /// 2^-127, as in pads).
    ///
    /// @param message T(M)
    /// @param stretched receives the numbers as the stream gives them
    /// @param out receives them as a column of [SecpRows], not reduced: they stand for what they are mod n
    /// @spec docs/spec/vole.md#VO-7 vole
    static void gadget(Digest32 message, int count, MemorySegment stretched, MemorySegment out, SecretMemory home) {
        try (var seed = SecretBytes.takeFrom(message.bytes().toArray(), home);
                var stream = PrgAes.open(seed, 0)) {
            stream.fill(stretched.asSlice(0, 32L * count));
        }
        SecpRows.fromBigEndian(stretched, count, out);
    }

    private Transcript start(String purpose) {
        return Transcript.of(PROTOCOL + purpose).add("extension", extension).add("item", item);
    }
}
