package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;

/// The hashes of one OT extension, the same on both sides.
final class ExtensionTranscript {
    private ExtensionTranscript() {}

    /// Seed of X: fixed by the instance and all corrections.
    /// @spec docs/spec/ot-extension.md#OX-3 ot-extension
    static Digest32 challenge(Digest32 instance, Bytes corrections) {
        return Transcript.of("tallystick/ot-extension/v1/challenge")
                .add("instance", instance)
                .add("corrections", corrections)
                .digest();
    }

    /// h: hash of R·V, which the sender compares with R·Q + ũ⊗Δ. The product stays secret, its hash is sent.
    /// @spec docs/spec/ot-extension.md#OX-4 ot-extension
    static Digest32 rowsCheck(Digest32 instance, Digest32 challenge, MemorySegment product, SecretMemory home) {
        try (var hash = SecretHash.of("tallystick/ot-extension/v1/rows-check", home);
                var digest = hash.add("instance", instance)
                        .add("challenge", challenge)
                        .add("product", product)
                        .digest()) {
            return new Digest32(Bytes.copyOf(digest.memory().toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    /// Everything that was sent, bound into pads, challenges and gadget of the VOLEs.
    /// @spec docs/spec/ot-extension.md#OX-6 ot-extension
    static Digest32 all(Digest32 instance, Digest32 challenge, Bytes bitsCheck, Digest32 rowsCheck) {
        return Transcript.of("tallystick/ot-extension/v1/transcript")
                .add("instance", instance)
                .add("challenge", challenge)
                .add("bits check", bitsCheck)
                .add("rows check", rowsCheck)
                .digest();
    }
}
