package tallystick.mpc.ecdsa;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// Both sides of a pair write points by the same lines, so only SEC 1 can say that they are those that are hashed.
class BaseOtContextTest {
    @Test
    void pointsThatAreHashed_areSec1Compressed_whateverTheirSign() {
        var group = Curve.SECP256K1.group();
        var signs = new HashSet<Integer>();
        try (var home = SecretMemory.open();
                var out = home.allocate(BaseOtContext.POINT_BYTES)) {
            var entropy = new SeededEntropy(11);
            for (var i = 0; i < 16; i++) {
                var base = (Point) group.randomScalar(entropy).timesGenerator();
                var factor = group.randomScalar(entropy);
                try (var secret = group.secretOf(factor, home);
                        var product = secret.times(base)) {
                    BaseOtContext.compress(product, out.memory());
                }
                var expected = base.times(factor).encode();
                assertThat(Bytes.copyOf(out.memory().toArray(JAVA_BYTE))).isEqualTo(expected);
                signs.add(expected.at(0));
            }
        }
        assertThat(signs).hasSize(2);
    }
}
