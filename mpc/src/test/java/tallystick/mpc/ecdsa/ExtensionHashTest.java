package tallystick.mpc.ecdsa;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// Both sides of a pair hash by the same lines, so only what is written down can say that they hash what it says.
class ExtensionHashTest {
    private static final String PURPOSE = "tallystick/test/v1/extension-hash";

    @Test
    void digests_areThoseOfPurposeContextNumberAndValue_whateverTheLengthOfValues() {
        var context = Transcript.of("tallystick/test/v1/context").digest();
        var prefix = Bytes.concat(Transcript.of(PURPOSE).digest().bytes(), context.bytes());
        var count = 19;
        try (var home = SecretMemory.open()) {
            for (var length : new int[] {1, 32, 33, ExtensionHash.VALUE_BYTES_MAX})
                try (var values = home.allocate(count * length);
                        var digests = home.allocate(count * 32)) {
                    new SeededEntropy(length).fill(values.memory());
                    ExtensionHash.of(PURPOSE, context).digests(values.memory(), length, count, digests.memory(), home);
                    for (var i = 0; i < count; i++) {
                        var value = Bytes.copyOf(values.memory().asSlice((long) i * length, length));
                        var message = new Writer().raw(prefix).u32(i).raw(value).toBytes();
                        assertThat(Bytes.copyOf(
                                        digests.memory().asSlice(32L * i, 32).toArray(JAVA_BYTE)))
                                .as("value %d of %d bytes", i, length)
                                .isEqualTo(StandardHash.sha256(message).bytes());
                    }
                }
        }
    }
}
