package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Transcript;

/// A15: scalars made from too few bits of a hash are not uniform, and a bias of a few bits in nonces gives the key
/// away. Ours reduce 512 bits.
class A15BiasedScalarTest {
    private static final int SAMPLES = 1 << 13;
    private static final int CELLS = 16;
    /// Exceeded by a fair sample once in 10^6, with 15 degrees of freedom.
    private static final double LIMIT = 56.5;

    @Test
    void hashToScalar_isTheWideHashReduced() {
        var cases = 0;
        for (var curve : Curve.values()) {
            for (var number = 0; number < 64; number++) {
                var wide = transcript(number).wide();
                assertThat(wide.length() * 8)
                        .isGreaterThanOrEqualTo(order(curve).bitLength() + 128);
                assertThat(scalar(curve, number)).isEqualTo(reduced(curve, wide.toArray()));
                cases++;
            }
        }
        assertThat(cases).isEqualTo(2 * 64);
    }

    @Test
    void hashToScalar_fillsTheRangeEvenly() {
        for (var curve : Curve.values()) {
            assertThat(chiSquare(number -> cellOf(curve, scalar(curve, number))))
                    .as("%s, by size", curve)
                    .isLessThan(LIMIT);
            assertThat(chiSquare(number -> scalar(curve, number).intValue() & CELLS - 1))
                    .as("%s, by last bits", curve)
                    .isLessThan(LIMIT);
        }
    }

    @Test
    void scalarsOfTooFewBits_areFound() {
        for (var curve : Curve.values()) {
            var shorter = order(curve).bitLength() - 2;
            assertThat(chiSquare(number -> cellOf(curve, scalar(curve, number).mod(BigInteger.ONE.shiftLeft(shorter)))))
                    .as("%s", curve)
                    .isGreaterThan(LIMIT);
        }
    }

    private static double chiSquare(IntFunction<Integer> cellOf) {
        var counts = new int[CELLS];
        for (var number = 0; number < SAMPLES; number++) counts[cellOf.apply(number)]++;
        var expected = (double) SAMPLES / CELLS;
        var sum = 0.0;
        for (var count : counts) sum += (count - expected) * (count - expected) / expected;
        return sum;
    }

    private static int cellOf(Curve curve, BigInteger scalar) {
        return scalar.multiply(BigInteger.valueOf(CELLS)).divide(order(curve)).intValueExact();
    }

    private static BigInteger scalar(Curve curve, int number) {
        var encoded = curve.group().hashToScalar(transcript(number)).encode().toArray();
        return new BigInteger(1, curve == Curve.ED25519 ? reversed(encoded) : encoded);
    }

    private static BigInteger reduced(Curve curve, byte[] wide) {
        return new BigInteger(1, curve == Curve.ED25519 ? reversed(wide) : wide).mod(order(curve));
    }

    private static Transcript transcript(int number) {
        return Transcript.of("tallystick/test/v1/even").add("number", number);
    }

    private static BigInteger order(Curve curve) {
        var hex =
                switch (curve) {
                    case SECP256K1 -> "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
                    case ED25519 -> "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed";
                };
        return new BigInteger(hex, 16);
    }

    private static byte[] reversed(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) reversed[i] = bytes[bytes.length - 1 - i];
        return reversed;
    }
}
