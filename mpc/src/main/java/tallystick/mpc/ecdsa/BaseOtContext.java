package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// Names one direction of one pair's base OTs in every hash of it.
///
/// @param digest hash of session, key, epoch, sender and receiver
record BaseOtContext(Digest32 digest) {
    private static final String PROTOCOL = "tallystick/base-ot/v1/";

    /// @param sender who holds both seeds in the end (the later extension receiver)
    /// @param receiver who holds the chosen one
    static BaseOtContext of(SessionId session, Digest32 key, int epoch, PartyId sender, PartyId receiver) {
        return new BaseOtContext(Transcript.of(PROTOCOL + "context")
                .add("session", session.value())
                .add("key", key)
                .add("epoch", epoch)
                .add("sender", sender.value())
                .add("receiver", receiver.value())
                .digest());
    }

    /// ρ_j: hash of the Diffie–Hellman point.
    ///
    /// > 3. ρ = H(ctx, j, point). *The index keeps pads of equal points apart.*
    SecretBytes pad(int index, SecretBytes point, SecretMemory home) {
        return hash("pad", index, point.memory(), home);
    }

    /// H(ρ): sent as an opening once the receiver has answered.
    SecretBytes opening(int index, MemorySegment pad, SecretMemory home) {
        return hash("opening", index, pad, home);
    }

    /// H(H(ρ)): what challenge and response are made of.
    SecretBytes check(int index, MemorySegment opening, SecretMemory home) {
        return hash("check", index, opening, home);
    }

    /// > 7. Seed = KDF(ctx, j, ρ), apart from everything revealed.
    SecretBytes seed(int index, MemorySegment pad, SecretMemory home) {
        return hash("seed", index, pad, home);
    }

    private SecretBytes hash(String purpose, int index, MemorySegment value, SecretMemory home) {
        try (var hash = SecretHash.of(PROTOCOL + purpose, home)) {
            return hash.add("context", digest)
                    .add("index", index)
                    .add("value", value)
                    .digest();
        }
    }

    /// A list of 32-byte values as one string.
    static Bytes joined(MemorySegment values) {
        return Bytes.copyOf(values.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }
}
