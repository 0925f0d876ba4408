package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.ecdsa.EcdsaSignature;
import tallystick.mpc.ecdsa.SigningLab;
import tallystick.mpc.kit.SigningWorld;

/// E4: s is low, the recovery id knows of it and of an x coordinate above the group order, and DER is read strictly.
class E4Test {
    private static final Group GROUP = SigningCheat.GROUP;
    private static final Bytes ORDER = Bytes.ofHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    @Test
    void recoveryId_hasParityFlippedByLowS_andWhetherXWasReduced() {
        var below = Bytes.ofHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140");
        assertThat(SigningLab.recoveryId(below, false, false)).isZero();
        assertThat(SigningLab.recoveryId(below, true, false)).isEqualTo(1);
        assertThat(SigningLab.recoveryId(below, false, true)).isEqualTo(1);
        assertThat(SigningLab.recoveryId(below, true, true)).isZero();
        assertThat(SigningLab.recoveryId(ORDER, false, false)).isEqualTo(2);
        assertThat(SigningLab.recoveryId(ORDER, true, false)).isEqualTo(3);
        assertThat(SigningLab.recoveryId(ORDER, false, true)).isEqualTo(3);
        assertThat(SigningLab.recoveryId(ORDER, true, true)).isEqualTo(2);
    }

    @Test
    void nonceWithXAboveTheOrder_recoversTheKey() {
        var points = pointsAboveTheOrder(4);
        var seen = new HashSet<Integer>();
        for (var nonce : points) {
            for (var odd : List.of(false, true)) {
                var point = nonce.hasEvenY() == odd ? nonce.negate().orThrow("not the identity") : nonce;
                var r = SigningLab.reduced(point.xOnly());
                var s = GROUP.scalar(1_234_567);
                var digest = SigningWorld.digest(4);
                var key = point.times(s)
                        .minus(SigningLab.number(digest).timesGenerator())
                        .times(r.invert())
                        .orThrow("a test's key is not the identity");
                var recoveryId = SigningLab.recoveryId(point.xOnly(), odd, false);
                var signature = new EcdsaSignature(r, s, recoveryId);
                assertThat(signature.verifies(key, digest)).isTrue();
                assertThat(signature.recover(digest)).contains(key);
                assertThat(new EcdsaSignature(r, s, recoveryId ^ 1).recover(digest))
                        .isNotEqualTo(java.util.Optional.of(key));
                assertThat(EcdsaSignature.parseDer(signature.der(), digest, key).orThrow())
                        .isEqualTo(signature);
                seen.add(recoveryId);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void signatures_areLow_andRecoverTheKeyWithBothParities() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 4).prepareNonces(24)) {
            var terms = world.terms(24, 1, 3);
            var ids = new HashSet<Integer>();
            var signatures = world.sign(terms).firstEntry().getValue().signatures();
            assertThat(signatures).hasSize(24);
            for (var index = 0; index < 24; index++) {
                var signature = signatures.get(index);
                assertThat(signature.s().isHigh()).isFalse();
                assertThat(signature.recover(SigningWorld.digest(index))).contains(world.signingKey(terms));
                ids.add(signature.recoveryId());
            }
            assertThat(ids).containsExactlyInAnyOrder(0, 1);
        }
    }

    @Test
    void highS_orZeros_orAnotherRecoveryId_areNoSignature() {
        var one = GROUP.scalar(1);
        var high = one.negate();
        assertThatThrownBy(() -> new EcdsaSignature(one, high, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EcdsaSignature(GROUP.scalar(0), one, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EcdsaSignature(one, GROUP.scalar(0), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EcdsaSignature(one, one, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EcdsaSignature(one, one, -1)).isInstanceOf(IllegalArgumentException.class);
        var zero = GROUP.scalar(0).encode();
        var last = Bytes.copyOf((byte) 0);
        assertRefused(EcdsaSignature.parseCompact(Bytes.concat(one.encode(), high.encode(), last)));
        assertRefused(EcdsaSignature.parseCompact(Bytes.concat(zero, one.encode(), last)));
        assertRefused(EcdsaSignature.parseCompact(Bytes.concat(one.encode(), zero, last)));
        assertRefused(EcdsaSignature.parseCompact(Bytes.concat(one.encode(), one.encode(), Bytes.copyOf((byte) 4))));
        assertRefused(EcdsaSignature.parseCompact(Bytes.concat(ORDER, one.encode(), last)));
        assertRefused(EcdsaSignature.parseCompact(Bytes.concat(one.encode(), one.encode())));
    }

    @Test
    void der_isReadInOneFormOnly() {
        try (var world = SigningWorld.of("2 of (a, b)", 4).prepareNonces(1)) {
            var key = world.key().key().point();
            var digest = SigningWorld.digest(0);
            var signature = world.sign(world.terms(1, 1, 2))
                    .firstEntry()
                    .getValue()
                    .signatures()
                    .getFirst();
            var der = signature.der();
            assertThat(EcdsaSignature.parseDer(der, digest, key).orThrow()).isEqualTo(signature);
            assertThat(EcdsaSignature.parseCompact(signature.compact()).orThrow())
                    .isEqualTo(signature);
            var spoilt = new ArrayList<Bytes>();
            spoilt.add(der.slice(0, der.length() - 1));
            spoilt.add(Bytes.concat(der, Bytes.copyOf((byte) 0)));
            for (var at : new int[] {0, 1, 2, 3}) spoilt.add(with(der, at, der.at(at) ^ 1));
            spoilt.add(sequence(integer("0000" + hex(signature.r())), integer(hex(signature.s()))));
            spoilt.add(sequence(integer(plain(signature.r())), integer("00" + plain(signature.s()))));
            spoilt.add(sequence(
                    integer(plain(signature.r())), integer(plain(signature.s().negate()))));
            spoilt.add(sequence(integer(plain(signature.r())), integer("")));
            spoilt.add(sequence(integer("00"), integer(plain(signature.s()))));
            spoilt.add(sequence(integer("00" + ORDER.toHex()), integer(plain(signature.s()))));
            spoilt.add(sequence(integer(plain(signature.s())), integer(plain(signature.r()))));
            spoilt.add(Bytes.concat(Bytes.ofHex("3081"), der.slice(1, der.length())));
            spoilt.add(Bytes.ofHex("3080"));
            spoilt.add(Bytes.empty());
            for (var each : spoilt) {
                assertThat(each).isNotEqualTo(der);
                assertRefused(EcdsaSignature.parseDer(each, digest, key));
            }
            assertThat(spoilt).hasSize(16);
            assertRefused(EcdsaSignature.parseDer(der, SigningWorld.digest(1), key));
        }
    }

    /// What is of the form fails only for being no signature of this key.
    @Test
    void der_numbersAtTheEdgesOfTheirForm_areRefusedForWhatIsWrong() {
        assertThat(refusal("7f")).contains("signature of this digest by this key");
        assertThat(refusal("80")).contains("r not negative");
        assertThat(refusal("0080")).contains("signature of this digest by this key");
        assertThat(refusal("007f")).contains("r in the fewest bytes");
        assertThat(refusal("00" + "ff".repeat(33))).contains("r of 1 to 33 bytes");
        assertThat(refusal("01" + "00".repeat(32))).contains("r below 2^256");
        assertThat(refusal("00" + ORDER.toHex())).contains("r below the group order");
    }

    private static String refusal(String r) {
        var key = Curve.SECP256K1.group().generator();
        return switch (EcdsaSignature.parseDer(sequence(integer(r), integer("01")), SigningWorld.digest(0), key)) {
            case Parsed.Malformed<EcdsaSignature>(var _, var expected) -> expected;
            case Parsed.Ok<EcdsaSignature> _ -> "nothing";
        };
    }

    @Test
    void der_ofShortNumbers_usesTheFewestBytes() {
        assertThat(new EcdsaSignature(GROUP.scalar(1), GROUP.scalar(127), 0)
                        .der()
                        .toHex())
                .isEqualTo("300602010102017f");
        assertThat(new EcdsaSignature(GROUP.scalar(128), GROUP.scalar(256), 0)
                        .der()
                        .toHex())
                .isEqualTo("30080202008002020100");
    }

    private static void assertRefused(Parsed<EcdsaSignature> parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Malformed.class);
    }

    private static String hex(Scalar value) {
        return value.encode().toHex();
    }

    /// The fewest bytes, with the zero that keeps it positive.
    private static String plain(Scalar value) {
        return Bytes.copyOf(new BigInteger(1, value.encode().toArray()).toByteArray())
                .toHex();
    }

    private static Bytes integer(String hex) {
        return Bytes.concat(Bytes.copyOf((byte) 2, (byte) (hex.length() / 2)), Bytes.ofHex(hex));
    }

    private static Bytes sequence(Bytes r, Bytes s) {
        return Bytes.concat(Bytes.copyOf((byte) 0x30, (byte) (r.length() + s.length())), r, s);
    }

    private static Bytes with(Bytes bytes, int at, int value) {
        var copy = bytes.toArray();
        copy[at] = (byte) value;
        return Bytes.copyOf(copy);
    }

    /// Points whose x coordinate is the order or a little more: nobody knows their logarithm, and recovery needs none.
    private static List<Point> pointsAboveTheOrder(int count) {
        var points = new ArrayList<Point>();
        var x = new BigInteger(1, ORDER.toArray()).add(BigInteger.ONE);
        while (points.size() < count) {
            var encoded = Bytes.concat(Bytes.copyOf((byte) 2), Bytes.ofHex(x.toString(16)));
            if (GROUP.parsePoint(encoded) instanceof Parsed.Ok<Point>(var point)) points.add(point);
            x = x.add(BigInteger.ONE);
        }
        return points;
    }
}
