package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Ed25519;

/// Numbers in base 58, and points of a curve, against slow arithmetic.
class Base58PropertyTest {
    private static final long SEED = 58;
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private static String slow(byte[] bytes) {
        var text = new StringBuilder();
        for (var rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(BigInteger.valueOf(58)))
            text.append(ALPHABET.charAt(rest.mod(BigInteger.valueOf(58)).intValue()));
        for (var i = 0; i < bytes.length && bytes[i] == 0; i++) text.append('1');
        return text.reverse().toString();
    }

    @Test
    void anyBytes_haveTheTextOfTheirNumber_andBack() {
        var random = new Random(SEED);
        var checked = 0;
        for (var i = 0; i < 3_000; i++) {
            var bytes = new byte[random.nextInt(90)];
            random.nextBytes(bytes);
            for (var k = random.nextInt(4); k > 0 && k <= bytes.length; k--) bytes[k - 1] = 0;
            if (i % 50 == 0) java.util.Arrays.fill(bytes, (byte) (i % 100 == 0 ? 0 : 0xff));
            var text = Base58.encode(Bytes.copyOf(bytes));
            assertThat(text).as("seed %d, case %d", SEED, i).isEqualTo(slow(bytes));
            assertThat(Base58.parse(text, 200)).isEqualTo(new Parsed.Ok<>(Bytes.copyOf(bytes)));
            checked++;
        }
        assertThat(checked).isEqualTo(3_000);
    }

    @Test
    void anyBytes_areOnTheCurve_ifSomeXFitsTheirY() {
        var random = new Random(SEED);
        var onCurve = 0;
        for (var i = 0; i < 400; i++) {
            var bytes = new byte[32];
            random.nextBytes(bytes);
            // y of p or more, and y with x = 0 under either sign
            if (i < 40) java.util.Arrays.fill(bytes, 1, 31, (byte) 0xff);
            if (i < 40) bytes[31] = (byte) (i % 2 == 0 ? 0x7f : 0xff);
            if (i < 2) bytes[0] = (byte) 0xec;
            var fits = fits(bytes);
            assertThat(Ed25519.isOnCurve(Bytes.copyOf(bytes)))
                    .as("seed %d, case %d", SEED, i)
                    .isEqualTo(fits);
            if (fits) onCurve++;
        }
        assertThat(onCurve).isBetween(150, 250);
        assertThat(Ed25519.isOnCurve(Bytes.copyOf(new byte[31]))).isFalse();
        assertThat(Ed25519.isOnCurve(Bytes.copyOf(new byte[33]))).isFalse();
    }

    /// Euler's criterion for (y² - 1) / (dy² + 1).
    private static boolean fits(byte[] bytes) {
        var y = BigInteger.ZERO;
        for (var i = 31; i >= 0; i--) y = y.shiftLeft(8).or(BigInteger.valueOf(bytes[i] & (i == 31 ? 0x7f : 0xff)));
        var square = y.multiply(y).mod(P);
        var d = BigInteger.valueOf(-121665)
                .multiply(BigInteger.valueOf(121666).modInverse(P))
                .mod(P);
        var u = square.subtract(BigInteger.ONE).mod(P);
        var v = d.multiply(square).add(BigInteger.ONE).mod(P);
        var power = u.multiply(v).mod(P).modPow(P.subtract(BigInteger.ONE).shiftRight(1), P);
        return u.signum() == 0 || power.equals(BigInteger.ONE);
    }
}
