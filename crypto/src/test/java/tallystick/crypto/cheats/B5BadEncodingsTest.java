package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.nativelib.LibSodium;
import tallystick.crypto.secret.SecretMemory;

/// B5: every encoding that is not the one canonical form of a point of prime order, in every way of reading points.
class B5BadEncodingsTest {
    private static final String[] TORSION = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
    };

    private static void refused(Group group, Bytes encoded) {
        assertThat(group.parsePoint(encoded)).as(encoded.toHex()).isInstanceOf(Parsed.Malformed.class);
        assertThat(Reader.parse(encoded, reader -> group.readPoint(reader, "field")))
                .as(encoded.toHex())
                .isInstanceOf(Parsed.Malformed.class);
        if (encoded.equals(group.identity().encode())) return;
        assertThat(Reader.parse(encoded, reader -> group.readElement(reader, "field")))
                .as(encoded.toHex())
                .isInstanceOf(Parsed.Malformed.class);
    }

    private static Bytes sec1(int prefix, String x) {
        return Bytes.concat(Bytes.copyOf((byte) prefix), Bytes.ofHex(x));
    }

    @Test
    void secp256k1_badEncodings_areRefused() {
        var group = Curve.SECP256K1.group();
        var g = group.generator();
        var x = g.xOnly().toHex();
        var p = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";
        var bad = new ArrayList<Bytes>();
        bad.add(Bytes.empty());
        bad.add(Bytes.copyOf((byte) 0));
        bad.add(Bytes.copyOf(new byte[33]));
        bad.add(Bytes.copyOf(new byte[65]));
        bad.add(g.encodeUncompressed());
        for (var prefix : new int[] {0, 1, 4, 5, 6, 7, 8, 0x82, 255}) bad.add(sec1(prefix, x));
        for (var prefix : new int[] {6, 7})
            bad.add(Bytes.concat(
                    Bytes.copyOf((byte) prefix), g.encodeUncompressed().slice(1, 65)));
        for (var prefix : new int[] {2, 3}) {
            bad.add(sec1(prefix, p));
            // p + 1: the x coordinate 1 is on the curve
            bad.add(sec1(prefix, p.substring(0, 62) + "30"));
            bad.add(sec1(prefix, "f".repeat(64)));
            bad.add(sec1(prefix, "0".repeat(64)));
            // x = 5 is not on the curve
            bad.add(sec1(prefix, "0".repeat(63) + "5"));
        }
        bad.add(g.encode().slice(0, 32));
        bad.add(Bytes.concat(g.encode(), Bytes.copyOf((byte) 0)));
        bad.forEach(each -> refused(group, each));
        assertThat(bad).hasSize(28);
        assertThat(group.parsePoint(sec1(2, "0".repeat(63) + "1"))).isInstanceOf(Parsed.Ok.class);
    }

    @Test
    void ed25519_pointsOfSmallOrder_areRefused() {
        var group = Curve.ED25519.group();
        for (var each : TORSION) refused(group, Bytes.ofHex(each));
    }

    @Test
    void ed25519_pointsOfMixedOrder_areRefused() {
        var group = Curve.ED25519.group();
        var cases = 0;
        for (var i = 1; i <= 20; i++) {
            var good = group.scalar(i).timesGenerator().encode();
            for (var torsion : TORSION) {
                var sum = new byte[32];
                assertThat(LibSodium.add(good.toArray(), Bytes.ofHex(torsion).toArray(), sum))
                        .isTrue();
                var mixed = Bytes.copyOf(sum);
                if (torsion.equals(TORSION[0])) assertThat(mixed).isEqualTo(good);
                else refused(group, mixed);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(160);
    }

    @Test
    void ed25519_nonCanonicalAndOffCurve_areRefused() {
        var group = Curve.ED25519.group();
        var p = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
        var cases = 0;
        for (var i = 0; i < 19; i++) {
            for (var sign = 0; sign < 2; sign++) {
                var encoded = littleEndian(p.add(BigInteger.valueOf(i)));
                if (sign == 1) encoded[31] |= (byte) 0x80;
                refused(group, Bytes.copyOf(encoded));
                cases++;
            }
        }
        // x = 0 with its sign set
        refused(group, Bytes.ofHex("0100000000000000000000000000000000000000000000000000000000000080"));
        refused(group, Bytes.ofHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"));
        // y = 2 is not on the curve
        refused(group, Bytes.copyOf(littleEndian(BigInteger.TWO)));
        refused(group, Bytes.empty());
        refused(group, group.generator().encode().slice(0, 31));
        refused(group, Bytes.concat(group.generator().encode(), Bytes.copyOf((byte) 0)));
        assertThat(cases).isEqualTo(38);
    }

    private static boolean isTakenBySodium(byte[] encoded) {
        var one = new byte[32];
        one[0] = 1;
        return LibSodium.multiply(MemorySegment.ofArray(one), encoded, MemorySegment.ofArray(new byte[32]));
    }

    /// libsodium before 30 December 2025 takes points of order 2L for good; apart from those both must agree.
    @Test
    void ed25519_randomStrings_agreeWithLibsodiumButForOrderTwoL() {
        var group = Curve.ED25519.group();
        var random = new Random(25519);
        int good = 0, twoL = 0, both = 0;
        for (var i = 0; i < 2000; i++) {
            var encoded = new byte[32];
            random.nextBytes(encoded);
            encoded[31] &= (byte) 0xbf;
            var ours = group.parsePoint(Bytes.copyOf(encoded)) instanceof Parsed.Ok<Point>;
            var theirs = isTakenBySodium(encoded);
            if (ours) good++;
            if (ours == theirs) {
                both++;
                continue;
            }
            assertThat(theirs).isTrue();
            var shifted = new byte[32];
            assertThat(LibSodium.add(encoded, Bytes.ofHex(TORSION[1]).toArray(), shifted))
                    .isTrue();
            assertThat(group.parsePoint(Bytes.copyOf(shifted))).isInstanceOf(Parsed.Ok.class);
            twoL++;
        }
        assertThat(good).isBetween(60, 200);
        assertThat(both + twoL).isEqualTo(2000);
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void identity_whereAnElementIsAllowed_isReadAndNowhereElse(Curve curve) {
        var group = curve.group();
        var zeros = group.identity().encode();
        assertThat(zeros).isEqualTo(Bytes.copyOf(new byte[group.pointLengthBytes()]));
        refused(group, zeros);
        assertThat(Reader.parse(zeros, reader -> group.readElement(reader, "field")))
                .isEqualTo(new Parsed.Ok<Element>(group.identity()));
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void scalars_notBelowTheOrder_areRefusedPublicAndSecret(Curve curve) {
        var group = curve.group();
        var q = new BigInteger(
                curve == Curve.SECP256K1
                        ? "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
                        : "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed",
                16);
        var top = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        var bad = List.of(q, q.add(BigInteger.ONE), q.add(BigInteger.ONE.shiftLeft(128)), top);
        var good = List.of(BigInteger.ZERO, BigInteger.ONE, q.subtract(BigInteger.ONE));
        try (var home = SecretMemory.open()) {
            for (var each : bad) {
                var encoded = encoded(curve, each);
                assertThat(group.parseScalar(encoded)).isInstanceOf(Parsed.Malformed.class);
                try (var secret = Secrets.of(encoded, home)) {
                    assertThat(group.parseSecret(secret, home)).isInstanceOf(Parsed.Malformed.class);
                }
            }
            for (var each : good) {
                var encoded = encoded(curve, each);
                assertThat(group.parseScalar(encoded).map(Scalar::encode)).isEqualTo(new Parsed.Ok<>(encoded));
                try (var secret = Secrets.of(encoded, home);
                        var scalar = group.parseSecret(secret, home).orThrow()) {
                    assertThat(Secrets.open(scalar.encode())).isEqualTo(encoded);
                }
            }
            for (var length : new int[] {1, 31, 33, 64}) {
                assertThat(group.parseScalar(Bytes.copyOf(new byte[length]))).isInstanceOf(Parsed.Malformed.class);
                try (var secret = home.allocate(length)) {
                    assertThat(group.parseSecret(secret, home)).isInstanceOf(Parsed.Malformed.class);
                }
            }
            assertThat(home.lentBytes()).isZero();
        }
    }

    private static Bytes encoded(Curve curve, BigInteger value) {
        var little = littleEndian(value);
        if (curve == Curve.ED25519) return Bytes.copyOf(little);
        var big = new byte[32];
        for (var i = 0; i < 32; i++) big[i] = little[31 - i];
        return Bytes.copyOf(big);
    }

    private static byte[] littleEndian(BigInteger value) {
        var bytes = new byte[32];
        for (var i = 0; i < 32; i++) bytes[i] = value.shiftRight(8 * i).byteValue();
        return bytes;
    }
}
