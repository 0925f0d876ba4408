package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.ExpandMessage;
import tallystick.crypto.hash.SecretStandardHash;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.secret.SecretMemory;

/// The hashes over secrets give the bytes of the platform's hashes over public values.
class SecretStandardHashPropertyTest {
    private static final int LENGTH_BYTES_MAX = 300;

    @Test
    void sha512_ofEveryLength_isThePlatforms() {
        var random = new Random(512);
        try (var home = SecretMemory.open()) {
            for (var length = 1; length <= LENGTH_BYTES_MAX; length++) {
                var prefix = Secrets.someBytes(random, 40);
                var secret = bytes(random, length);
                try (var input = Secrets.of(secret, home)) {
                    assertThat(Secrets.open(SecretStandardHash.sha512(prefix, input, home)))
                            .as("length %d", length)
                            .isEqualTo(StandardHash.sha512(Bytes.concat(prefix, secret)));
                }
            }
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Test
    void expand48_ofEveryLength_isThePublicExpansion() {
        var random = new Random(48);
        try (var home = SecretMemory.open()) {
            for (var length = 1; length <= LENGTH_BYTES_MAX; length++) {
                var tag = bytes(random, 1 + random.nextInt(255));
                var secret = bytes(random, length);
                try (var input = Secrets.of(secret, home)) {
                    assertThat(Secrets.open(SecretStandardHash.expand48(input, tag, home)))
                            .as("length %d", length)
                            .isEqualTo(ExpandMessage.xmdSha256(secret, tag, 48));
                }
            }
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Test
    void expand48_underATagOutOfRange_isRefused() {
        try (var home = SecretMemory.open();
                var input = Secrets.of(Bytes.ofUtf8("secret"), home)) {
            assertThatThrownBy(() -> SecretStandardHash.expand48(input, Bytes.empty(), home))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SecretStandardHash.expand48(input, Bytes.copyOf(new byte[256]), home))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Bytes bytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }
}
