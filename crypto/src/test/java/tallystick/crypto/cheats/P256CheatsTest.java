package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.P256Signer;
import tallystick.crypto.seal.P256Signature;
import tallystick.crypto.seal.P256VerifyKey;

@DisplayName("Keys and signatures on P-256 that are not what they should be")
class P256CheatsTest {
    private static final BigInteger N = P256Signer.N;
    private static final BigInteger HALF = N.shiftRight(1);
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private final P256Signer signer = P256Signer.of(1);

    private static Bytes fixed(BigInteger... values) {
        var parts = new ArrayList<Bytes>();
        for (var value : values) {
            var hex = value.toString(16);
            parts.add(Bytes.ofHex("0".repeat(64 - hex.length()) + hex));
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    @Test
    void pointOffTheCurve_orSpelledOtherwise_isNoKey() {
        var good = signer.key().bytes();
        var x = new BigInteger(1, good.slice(0, 32).toArray());
        var y = new BigInteger(1, good.slice(32, 64).toArray());
        assertThat(P256VerifyKey.parse(fixed(x, P.subtract(y)))).isInstanceOf(Parsed.Ok.class);
        for (var bad : List.of(
                fixed(x, y.xor(BigInteger.ONE)),
                fixed(y, x),
                fixed(BigInteger.ZERO, BigInteger.ZERO),
                fixed(P, y),
                good.slice(0, 63),
                Bytes.concat(good, Bytes.copyOf((byte) 0)))) {
            assertThat(P256VerifyKey.parse(bad)).isInstanceOf(Parsed.Malformed.class);
            assertThatThrownBy(() -> new P256VerifyKey(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void coordinateNotReduced_isNoKey() {
        // The point with x = 5 has a twin spelling x = 5 + p, which still fits into 32 bytes.
        var five = BigInteger.valueOf(5);
        var b = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
        var right = five.pow(3)
                .subtract(five.multiply(BigInteger.valueOf(3)))
                .add(b)
                .mod(P);
        var y = right.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        assertThat(y.multiply(y).mod(P)).isEqualTo(right);
        assertThat(P256VerifyKey.parse(fixed(five, y))).isInstanceOf(Parsed.Ok.class);
        assertThat(P256VerifyKey.parse(fixed(five.add(P), y))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void numbersOutOfRange_andHighS_areNoCanonicalSignature() {
        var one = BigInteger.ONE;
        assertThat(P256Signature.parse(fixed(one, one))).isInstanceOf(Parsed.Ok.class);
        assertThat(P256Signature.parse(fixed(N.subtract(one), HALF))).isInstanceOf(Parsed.Ok.class);
        for (var bad : List.of(
                fixed(BigInteger.ZERO, one),
                fixed(one, BigInteger.ZERO),
                fixed(N, one),
                fixed(one, N),
                fixed(one, HALF.add(one)),
                fixed(one, N.subtract(one)))) {
            assertThat(P256Signature.parse(bad)).isInstanceOf(Parsed.Malformed.class);
            assertThatThrownBy(() -> new P256Signature(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void derThatIsNotStrict_isRefused() {
        var one = BigInteger.ONE;
        assertThat(P256Signature.ofDer(P256Signer.der(one, one)).orThrow().bytes())
                .isEqualTo(fixed(one, one));
        for (var hex : List.of(
                "",
                "3006",
                "300702010102020001",
                "30060201010201",
                "3006020101020101" + "00",
                "3106020101020101",
                "3006030101020101",
                "308106020101020101",
                "30060201000201" + "01",
                "30060201ff020101",
                "3007020200010201" + "01",
                "3005020002020101"))
            assertThat(P256Signature.ofDer(Bytes.ofHex(hex))).as(hex).isInstanceOf(Parsed.Malformed.class);
        assertThat(P256Signature.ofDer(P256Signer.der(N, one))).isInstanceOf(Parsed.Malformed.class);
        assertThat(P256Signature.ofDer(P256Signer.der(one, N))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void signatureOfAStatement_isNoneOfItsBareBytes() {
        var statement = StandardHash.sha256(Bytes.ofUtf8("statement"));
        var signature = signer.sign(statement);
        assertThat(signer.key().verifies(statement, signature)).isTrue();
        assertThat(signer.key().verifies(statement.bytes(), signature)).isFalse();
        assertThat(P256Signer.of(2).key().verifies(statement, signature)).isFalse();
        assertThat(signer.key().verifies(StandardHash.sha256(Bytes.ofUtf8("other")), signature))
                .isFalse();
    }
}
