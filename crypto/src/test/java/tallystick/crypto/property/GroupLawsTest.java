package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// Laws of both groups on seeded random values and the edges.
class GroupLawsTest {
    private static final long SEED = 0x7a11;
    private final SeededEntropy entropy = new SeededEntropy(SEED);

    static BigInteger order(Group group) {
        return group.curve() == Curve.SECP256K1
                ? new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16)
                : new BigInteger("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 16);
    }

    static byte[] turned(byte[] bytes) {
        var turned = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) turned[i] = bytes[bytes.length - 1 - i];
        return turned;
    }

    static BigInteger number(Scalar scalar) {
        var bytes = scalar.encode().toArray();
        return new BigInteger(1, scalar.group().curve() == Curve.SECP256K1 ? bytes : turned(bytes));
    }

    static Scalar scalar(Group group, BigInteger value) {
        var bytes = new byte[32];
        for (var i = 0; i < 32; i++) bytes[i] = value.shiftRight(8 * i).byteValue();
        return group.parseScalar(Bytes.copyOf(group.curve() == Curve.SECP256K1 ? turned(bytes) : bytes))
                .orThrow();
    }

    private static List<BigInteger> numbers(Group group) {
        var q = order(group);
        var random = new Random(SEED);
        var numbers = new ArrayList<BigInteger>();
        for (var i = 0; i < 4; i++) {
            numbers.add(BigInteger.valueOf(i));
            numbers.add(q.subtract(BigInteger.valueOf(i + 1)));
            numbers.add(q.shiftRight(1).add(BigInteger.valueOf(i - 1)));
            numbers.add(BigInteger.ONE.shiftLeft(64 * i).subtract(BigInteger.ONE));
            numbers.add(BigInteger.ONE.shiftLeft(52 * i + 52).subtract(BigInteger.ONE));
        }
        for (var i = 0; i < 20; i++) numbers.add(new BigInteger(256, random).mod(q));
        return numbers;
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void scalarsPublicAndSecret_onEdgesAndRandomNumbers_agreeWithBigInteger(Curve curve) {
        var group = curve.group();
        var q = order(group);
        var cases = 0;
        try (var home = SecretMemory.open()) {
            for (var x : numbers(group)) {
                for (var y : numbers(group)) {
                    Scalar a = scalar(group, x), b = scalar(group, y);
                    assertThat(number(a.plus(b))).isEqualTo(x.add(y).mod(q));
                    assertThat(number(a.minus(b))).isEqualTo(x.subtract(y).mod(q));
                    assertThat(number(a.times(b))).isEqualTo(x.multiply(y).mod(q));
                    try (var s = group.secretOf(a, home);
                            var t = group.secretOf(b, home);
                            var sum = s.plus(t);
                            var sumPublic = s.plus(b);
                            var difference = s.minus(t);
                            var product = s.times(t);
                            var productPublic = s.times(b)) {
                        assertThat(sum.declassify(SecretAccess.TEST_VECTOR)).isEqualTo(a.plus(b));
                        assertThat(sumPublic.sameAs(sum)).isTrue();
                        assertThat(difference.declassify(SecretAccess.TEST_VECTOR))
                                .isEqualTo(a.minus(b));
                        assertThat(product.declassify(SecretAccess.TEST_VECTOR)).isEqualTo(a.times(b));
                        assertThat(productPublic.sameAs(product)).isTrue();
                        assertThat(s.sameAs(t)).isEqualTo(x.equals(y));
                    }
                    cases++;
                }
                var a = scalar(group, x);
                assertThat(number(a.negate())).isEqualTo(x.negate().mod(q));
                assertThat(a.isHigh()).isEqualTo(x.compareTo(q.shiftRight(1)) > 0);
                try (var s = group.secretOf(a, home);
                        var negative = s.negate();
                        var inverse = s.invert()) {
                    assertThat(s.isZero()).isEqualTo(x.signum() == 0);
                    assertThat(negative.declassify(SecretAccess.TEST_VECTOR)).isEqualTo(a.negate());
                    var expected = x.signum() == 0 ? a : a.invert();
                    assertThat(inverse.declassify(SecretAccess.TEST_VECTOR)).isEqualTo(expected);
                }
            }
            assertThat(home.lentBytes()).isZero();
        }
        assertThat(cases).isEqualTo(1600);
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void points_underTheGroupsLaws_obeyThem(Curve curve) {
        var group = curve.group();
        Element zero = group.identity();
        for (var i = 0; i < 20; i++) {
            Scalar a = group.randomScalar(entropy), b = group.randomScalar(entropy);
            Element x = a.timesGenerator(), y = b.timesGenerator();
            Point p = x.orThrow("random"), r = y.orThrow("random");
            assertThat(p.plus(r)).isEqualTo(r.plus(p)).isEqualTo(a.plus(b).timesGenerator());
            assertThat(p.minus(r)).isEqualTo(a.minus(b).timesGenerator());
            assertThat(p.plus(p)).isEqualTo(p.times(group.scalar(2)));
            assertThat(p.minus(p)).isEqualTo(zero);
            assertThat(p.plus(zero)).isEqualTo(p);
            assertThat(zero.plus(p)).isEqualTo(p);
            assertThat(zero.minus(p)).isEqualTo(p.negate());
            assertThat(p.negate().negate()).isEqualTo(p);
            assertThat(p.negate()).isEqualTo(p.times(group.scalar(-1)));
            assertThat(p.times(b)).isEqualTo(r.times(a)).isEqualTo(a.times(b).timesGenerator());
            assertThat(p.times(group.scalar(0))).isEqualTo(zero);
            assertThat(group.parsePoint(p.encode()).orThrow()).isEqualTo(p).hasSameHashCodeAs(p);
            assertThat(group.sum(List.of(p, r, zero, p.negate()))).isEqualTo(r);
            assertThat(group.sum(List.of())).isEqualTo(zero);
            assertThat(group.linearCombination(List.of(
                            new Group.Term(a, group.generator()),
                            new Group.Term(b, p),
                            new Group.Term(a, r),
                            new Group.Term(a, zero))))
                    .isEqualTo(a.plus(a.times(b)).plus(a.times(b)).timesGenerator());
            assertThat(group.linearCombination(
                            List.of(new Group.Term(a.negate(), group.generator()), new Group.Term(group.scalar(1), p))))
                    .isEqualTo(zero);
        }
        assertThat(group.scalar(1).timesGenerator()).isEqualTo(group.generator());
        assertThat(group.scalar(0).timesGenerator()).isEqualTo(zero);
        assertThat(group.generator().times(scalar(group, order(group).subtract(BigInteger.ONE))))
                .isEqualTo(group.generator().negate());
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void elementsOfTwoGroups_inOneSum_areRefused(Curve curve) {
        var group = curve.group();
        for (var other : Curve.values()) {
            if (other == curve) continue;
            for (Element stray :
                    List.of(other.group().generator(), other.group().identity())) {
                var terms = List.of(
                        new Group.Term(group.scalar(2), group.generator()), new Group.Term(group.scalar(3), stray));
                assertThatThrownBy(() -> group.linearCombination(terms)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> group.sum(List.of(group.generator(), stray)))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> group.generator().plus(stray)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void secretMultiplication_againstPublic_agrees(Curve curve) {
        var group = curve.group();
        try (var home = SecretMemory.open()) {
            for (var x : numbers(group)) {
                var a = scalar(group, x);
                var point = group.scalar(77).timesGenerator().orThrow("not zero");
                try (var s = group.secretOf(a, home);
                        var hidden = s.times(point)) {
                    assertThat(s.timesGenerator()).isEqualTo(a.timesGenerator());
                    assertThat(s.timesToPublic(point)).isEqualTo(point.times(a));
                    assertThat(hidden.isZero()).isEqualTo(x.signum() == 0);
                    if (hidden.isZero()) continue;
                    try (var bytes = hidden.encode()) {
                        var shown = Bytes.copyOf(bytes.reveal(SecretAccess.TEST_VECTOR));
                        var product = point.times(a).orThrow("not zero");
                        assertThat(shown)
                                .isEqualTo(
                                        curve == Curve.SECP256K1
                                                ? product.encodeUncompressed().slice(1, 65)
                                                : product.encode());
                    }
                }
            }
            assertThat(home.lentBytes()).isZero();
        }
    }
}
