package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.SecretHash;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.secret.SecretMemory;

class SecretHashPropertyTest {
    private static final long SEED = 0x5ec7L;

    @Test
    void secretHash_ofTheSameFields_equalsTranscript() {
        var random = new Random(SEED);
        try (var home = SecretMemory.open()) {
            for (var run = 0; run < 400; run++) {
                var transcript = Transcript.of("tallystick/example/v1/run" + run);
                try (var hash = SecretHash.of("tallystick/example/v1/run" + run, home)) {
                    for (var fields = random.nextInt(6); fields > 0; fields--) {
                        var value = Bytes.concat(Bytes.copyOf((byte) run), Secrets.someBytes(random, 200));
                        transcript.add("public", value).add("count", fields).add("text", "word");
                        hash.add("public", value).add("count", fields).add("text", "word");
                        transcript.add("secret", value);
                        try (var secret = Secrets.of(value, home)) {
                            hash.add("secret", secret);
                        }
                        assertThat(Secrets.open(hash.digest()))
                                .as("seed %x run %d", SEED, run)
                                .isEqualTo(transcript.digest().bytes());
                    }
                    assertThat(Secrets.open(hash.wide())).isEqualTo(transcript.wide());
                    assertThat(hash).hasToString("SecretHash");
                }
                assertThat(home.lentBytes()).isZero();
            }
        }
    }
}
