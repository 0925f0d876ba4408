package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecretPoint;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// Names one direction of one pair's base OTs in every hash of it.
///
/// @param digest hash of session, key, epoch, sender and receiver
record BaseOtContext(Digest32 digest) {
    /// Length of a compressed point.
    static final int POINT_BYTES = 33;
    /// Length of one list of 128 values.
    static final int LIST_BYTES = VoleParameters.BASE_OTS * 32;

    private static final String PROTOCOL = "tallystick/base-ot/v1/";

    /// @param sender who holds both seeds in the end (the later extension receiver)
    /// @param receiver who holds the chosen one
    /// @spec docs/spec/base-ot.md#BO-1 base-ot
    static BaseOtContext of(SessionId session, Digest32 key, int epoch, PartyId sender, PartyId receiver) {
        return new BaseOtContext(Transcript.of(PROTOCOL + "context")
                .add("session", session.value())
                .add("key", key)
                .add("epoch", epoch)
                .add("sender", sender.value())
                .add("receiver", receiver.value())
                .digest());
    }

    /// Writes the 33 bytes of a Diffie–Hellman point that are hashed: SEC 1 compressed.
    static void compress(SecretPoint point, MemorySegment out) {
        try (var coordinates = point.encode()) {
            var xy = coordinates.memory();
            out.set(ValueLayout.JAVA_BYTE, 0, (byte) (2 | xy.get(ValueLayout.JAVA_BYTE, 63) & 1));
            MemorySegment.copy(xy, 0, out, 1, 32);
        }
    }

    /// > 3. ρ_j = H(ctx, j, point). *The index keeps pads of equal points apart.*
    /// @spec docs/spec/base-ot.md#BO-4 base-ot
    void pads(MemorySegment points, MemorySegment out, SecretMemory home) {
        hash("pad").digests(points, POINT_BYTES, VoleParameters.BASE_OTS, out, home);
    }

    /// H(ρ_j): sent as openings once the receiver has answered.
    void openings(MemorySegment pads, MemorySegment out, SecretMemory home) {
        hash("opening").digests(pads, 32, VoleParameters.BASE_OTS, out, home);
    }

    /// H(H(ρ_j)): what challenges and responses are made of.
    void checks(MemorySegment openings, MemorySegment out, SecretMemory home) {
        hash("check").digests(openings, 32, VoleParameters.BASE_OTS, out, home);
    }

    /// > 7. Seed = KDF(ctx, j, ρ_j), apart from everything revealed.
    /// @spec docs/spec/base-ot.md#BO-8 base-ot
    void seeds(MemorySegment pads, MemorySegment out, SecretMemory home) {
        hash("seed").digests(pads, 32, VoleParameters.BASE_OTS, out, home);
    }

    private ExtensionHash hash(String purpose) {
        return ExtensionHash.of(PROTOCOL + purpose, digest);
    }

    /// A list of 32-byte values as one string.
    static Bytes joined(MemorySegment values) {
        return Bytes.copyOf(values.toArray(ValueLayout.JAVA_BYTE));
    }
}
