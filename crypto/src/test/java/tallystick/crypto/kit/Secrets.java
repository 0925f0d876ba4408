package tallystick.crypto.kit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Secrets with known values, for tests.
public final class Secrets {
    private Secrets() {}

    /// Secret bytes with this value.
    public static SecretBytes of(Bytes value, SecretMemory home) {
        var secret = home.allocate(value.length());
        MemorySegment.copy(value.toArray(), 0, secret.memory(), ValueLayout.JAVA_BYTE, 0, value.length());
        return secret;
    }

    /// The value, closing the handle.
    public static Bytes open(SecretBytes secret) {
        try (secret) {
            return Bytes.copyOf(secret.reveal(SecretAccess.TEST_VECTOR));
        }
    }

    /// Chance from a seed.
    public static Entropy entropy(long seed) {
        var random = new Random(seed);
        return target -> {
            var bytes = new byte[(int) target.byteSize()];
            random.nextBytes(bytes);
            MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length);
        };
    }

    /// Public bytes of a random length up to `lengthBytesMax`.
    public static Bytes someBytes(Random random, int lengthBytesMax) {
        var bytes = new byte[random.nextInt(lengthBytesMax + 1)];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }
}
