package tallystick.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SchnorrVerify;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.VectorFiles;
import tallystick.crypto.kit.XOnly;
import tallystick.crypto.secret.SecretMemory;

/// The three signature checks against the standards' numbers and Wycheproof.
class SignatureVectorsTest {
    @Test
    void ed25519_onRfc8032_verifiesAllAndRefusesEachTampered() {
        var cases = VectorFiles.ours("rfc8032/ed25519.json").get("cases").items();
        for (var each : cases) {
            Bytes key = each.get("publicKey").hex();
            Bytes message = each.get("message").hex();
            Bytes signature = each.get("signature").hex();
            assertThat(Ed25519Verify.verify(key, message, signature)).isTrue();
            for (var byteAt = 0; byteAt < 64; byteAt++)
                assertThat(Ed25519Verify.verify(key, message, flipped(signature, byteAt)))
                        .isFalse();
            assertThat(Ed25519Verify.verify(key, Bytes.concat(message, Bytes.copyOf((byte) 0)), signature))
                    .isFalse();
            assertThat(publicKeyOfSeed(each.get("seed").hex())).isEqualTo(key);
        }
        assertThat(cases).hasSize(5);
    }

    private static Bytes publicKeyOfSeed(Bytes seed) {
        var half = Arrays.copyOf(StandardHash.sha512(seed).toArray(), 32);
        half[0] &= (byte) 248;
        half[31] = (byte) (half[31] & 63 | 64);
        var group = Curve.ED25519.group();
        try (var home = SecretMemory.open();
                var wide = Secrets.of(Bytes.copyOf(Arrays.copyOf(half, 64)), home);
                var secret = group.reduceSecretWide(wide, home)) {
            return secret.timesGenerator().encode();
        }
    }

    @Test
    void schnorr_onBip340_agreesWithEachResult() {
        var cases = VectorFiles.ours("bip340/verification.json").get("cases").items();
        var valid = 0;
        for (var each : cases) {
            var verified = SchnorrVerify.verify(
                    each.get("publicKey").hex(),
                    each.get("message").hex(),
                    each.get("signature").hex());
            assertThat(verified)
                    .as("case %d", each.get("index").number())
                    .isEqualTo(each.get("valid").flag());
            if (verified) valid++;
            if (XOnly.lift(each.get("publicKey").hex()) instanceof Parsed.Ok<Point>(var key))
                for (var either : new Point[] {key, key.negate()})
                    assertThat(SchnorrVerify.verify(
                                    either,
                                    each.get("message").hex(),
                                    each.get("signature").hex()))
                            .isEqualTo(verified);
        }
        assertThat(cases).hasSize(19);
        assertThat(valid).isEqualTo(9);
    }

    @Test
    void xOnlyKeys_ofBip340_areRefusedOffTheCurve() {
        var cases = VectorFiles.ours("bip340/verification.json").get("cases").items();
        var refused = 0;
        for (var each : cases) {
            switch (XOnly.lift(each.get("publicKey").hex())) {
                case Parsed.Ok<Point>(var point) -> {
                    assertThat(point.hasEvenY()).isTrue();
                    assertThat(point.xOnly()).isEqualTo(each.get("publicKey").hex());
                }
                case Parsed.Malformed<Point> _ -> refused++;
            }
        }
        assertThat(refused).isEqualTo(2);
        assertThat(XOnly.lift(Bytes.empty())).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void ed25519_onWycheproof_agreesWithEachResult() {
        var file = VectorFiles.outside("wycheproof/ed25519_test.json");
        int cases = 0, valid = 0;
        for (var group : file.get("testGroups").items()) {
            var key = group.get("publicKey").get("pk").hex();
            for (var each : group.get("tests").items()) {
                var expected = each.get("result").text().equals("valid");
                assertThat(Ed25519Verify.verify(
                                key, each.get("msg").hex(), each.get("sig").hex()))
                        .as("tcId %d", each.get("tcId").number())
                        .isEqualTo(expected);
                cases++;
                if (expected) valid++;
            }
        }
        assertThat(cases).isEqualTo(151);
        assertThat(valid).isEqualTo(88);
    }

    /// Wycheproof's signatures are DER; what is no strict DER of two numbers below 2^256 can have no 64-byte form.
    @Test
    void ecdsa_onWycheproof_agreesWithEachResult() {
        var file = VectorFiles.outside("wycheproof/ecdsa_secp256k1_sha256_bitcoin_test.json");
        int cases = 0, valid = 0, compact = 0;
        for (var group : file.get("testGroups").items()) {
            var key = compressed(group.get("publicKey").get("uncompressed").hex());
            for (var each : group.get("tests").items()) {
                var digest = StandardHash.sha256(each.get("msg").hex());
                var signature = compact(each.get("sig").hex());
                var verified =
                        signature.map(s -> EcdsaVerify.verify(key, digest, s)).orElse(false);
                var expected = each.get("result").text().equals("valid");
                assertThat(verified).as("tcId %d", each.get("tcId").number()).isEqualTo(expected);
                if (signature.isPresent()) compact++;
                if (expected) {
                    valid++;
                    assertThat(recovered(key, digest, signature.orElseThrow())).isTrue();
                }
                cases++;
            }
        }
        assertThat(cases).isEqualTo(463);
        assertThat(valid).isGreaterThan(100);
        assertThat(compact).isGreaterThan(valid);
    }

    private static boolean recovered(Point key, Digest32 digest, Bytes signature) {
        for (var id = 0; id < 4; id++)
            if (EcdsaVerify.recover(digest, signature, id).equals(Optional.of(key))) return true;
        return false;
    }

    private static Point compressed(Bytes uncompressed) {
        var prefix = Bytes.copyOf((byte) (2 + (uncompressed.at(64) & 1)));
        var point = Curve.SECP256K1
                .group()
                .parsePoint(Bytes.concat(prefix, uncompressed.slice(1, 33)))
                .orThrow();
        assertThat(point.encodeUncompressed()).isEqualTo(uncompressed);
        return point;
    }

    private static Optional<Bytes> compact(Bytes der) {
        var bytes = der.toArray();
        if (bytes.length < 8 || bytes.length > 72 || bytes[0] != 0x30 || bytes[1] != bytes.length - 2)
            return Optional.empty();
        var first = bytes[3];
        if (bytes[2] != 2 || first < 1 || 6 + first > bytes.length || bytes[4 + first] != 2) return Optional.empty();
        if (bytes[5 + first] != bytes.length - 6 - first) return Optional.empty();
        var r = Arrays.copyOfRange(bytes, 4, 4 + first);
        var s = Arrays.copyOfRange(bytes, 6 + first, bytes.length);
        var compact = new byte[64];
        return fits(r, compact, 0) && fits(s, compact, 32) ? Optional.of(Bytes.copyOf(compact)) : Optional.empty();
    }

    private static boolean fits(byte[] number, byte[] target, int at) {
        if (number.length == 0) return false;
        var value = new BigInteger(number);
        if (value.signum() < 0 || value.bitLength() > 256 || !Arrays.equals(value.toByteArray(), number)) return false;
        for (var i = 0; i < 32; i++)
            target[at + i] = value.shiftRight(8 * (31 - i)).byteValue();
        return true;
    }

    @Test
    void ecdsa_highS_isRefusedThoughTheEquationHolds() {
        var group = Curve.SECP256K1.group();
        var digest = StandardHash.sha256(Bytes.ofUtf8("low s"));
        try (var home = SecretMemory.open();
                var key = group.randomSecret(Secrets.entropy(4), home)) {
            var point = key.timesGenerator().orThrow("a random key");
            var signature = EcdsaSign.sign(key, digest);
            assertThat(EcdsaVerify.verify(point, digest, signature)).isTrue();
            var s = group.parseScalar(signature.slice(32, 64)).orThrow();
            assertThat(s.isHigh()).isFalse();
            var high = Bytes.concat(signature.slice(0, 32), s.negate().encode());
            assertThat(s.negate().isHigh()).isTrue();
            assertThat(EcdsaVerify.verify(point, digest, high)).isFalse();
            for (var id = 0; id < 4; id++)
                assertThat(EcdsaVerify.recover(digest, high, id)).isEmpty();
        }
    }

    /// R's x may be n or above; then r = x - n and the recovery id's second bit is set. Nobody can sign so on
    /// purpose, but for any such R and any s there is a key: P = (s·R - m·G)/r.
    @Test
    void ecdsa_whoseRHasXAboveN_recoversUnderIdsTwoAndThree() {
        var group = Curve.SECP256K1.group();
        var digest = StandardHash.sha256(Bytes.ofUtf8("x above n"));
        var n = new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
        var found = 0;
        for (var r = 1; found < 3; r++) {
            var x = fixed(n.add(BigInteger.valueOf(r)));
            for (var parity = 0; parity < 2; parity++) {
                var encoded = Bytes.concat(Bytes.copyOf((byte) (2 + parity)), x);
                if (!(group.parsePoint(encoded) instanceof Parsed.Ok<Point>(var nonce))) continue;
                var s = group.scalar(12345);
                var m = group.parseScalar(digest.bytes()).orThrow();
                var key = nonce.times(s)
                        .minus(m.timesGenerator())
                        .times(group.scalar(r).invert())
                        .orThrow("no coincidence");
                var signature = Bytes.concat(group.scalar(r).encode(), s.encode());
                assertThat(EcdsaVerify.verify(key, digest, signature)).isTrue();
                assertThat(EcdsaVerify.recover(digest, signature, 2 + parity)).contains(key);
                assertThat(EcdsaVerify.recover(digest, signature, 3 - parity))
                        .isPresent()
                        .get()
                        .isNotEqualTo(key);
                found++;
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(3);
    }

    private static Bytes fixed(BigInteger value) {
        var bytes = new byte[32];
        for (var i = 0; i < 32; i++) bytes[i] = value.shiftRight(8 * (31 - i)).byteValue();
        return Bytes.copyOf(bytes);
    }

    @Test
    void signatures_ofWrongLength_areNone() {
        var group = Curve.SECP256K1.group();
        var digest = StandardHash.sha256(Bytes.empty());
        var key = group.generator();
        for (var length : new int[] {0, 63, 65}) {
            var bytes = Bytes.copyOf(new byte[length]);
            assertThat(EcdsaVerify.verify(key, digest, bytes)).isFalse();
            assertThat(EcdsaVerify.recover(digest, bytes, 0)).isEmpty();
            assertThat(SchnorrVerify.verify(key.xOnly(), Bytes.empty(), bytes)).isFalse();
            assertThat(Ed25519Verify.verify(Curve.ED25519.group().generator(), Bytes.empty(), bytes))
                    .isFalse();
        }
        assertThat(SchnorrVerify.verify(key.encode(), Bytes.empty(), Bytes.copyOf(new byte[64])))
                .isFalse();
    }

    /// Columns: index, secret key, public key, auxiliary randomness, message, signature, result, comment.
    @Test
    void schnorr_onEveryRowOfBip340sOwnFile_agreesWithItsResult() {
        var rows = VectorFiles.outsideRows("bips/bip-0340.csv");
        var valid = 0;
        var keys = 0;
        for (var row : rows) {
            var columns = row.split(",", -1);
            var key = Bytes.ofHex(columns[2].toLowerCase(Locale.ROOT));
            var message = Bytes.ofHex(columns[4].toLowerCase(Locale.ROOT));
            var signature = Bytes.ofHex(columns[5].toLowerCase(Locale.ROOT));
            var expected = columns[6].equals("TRUE");
            assertThat(SchnorrVerify.verify(key, message, signature)).as(row).isEqualTo(expected);
            if (expected) valid++;
            if (columns[1].isEmpty()) continue;
            var secret = Curve.SECP256K1.group().parseScalar(Bytes.ofHex(columns[1].toLowerCase(Locale.ROOT)));
            assertThat(secret.orThrow()
                            .timesGenerator()
                            .orThrow("a key of the file")
                            .xOnly())
                    .as(row)
                    .isEqualTo(key);
            keys++;
        }
        assertThat(rows).hasSize(19);
        assertThat(valid).isEqualTo(9);
        assertThat(keys).isEqualTo(8);
    }

    @Test
    void keyOfTheOtherCurve_isTheCallersFault() {
        var secp256k1 = Curve.SECP256K1.group().generator();
        var ed25519 = Curve.ED25519.group().generator();
        var bytes = Bytes.copyOf(new byte[64]);
        var digest = StandardHash.sha256(Bytes.empty());
        assertThatThrownBy(() -> Ed25519Verify.verify(secp256k1, Bytes.empty(), bytes))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SchnorrVerify.verify(ed25519, Bytes.empty(), bytes))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EcdsaVerify.verify(ed25519, digest, bytes))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Bytes flipped(Bytes bytes, int at) {
        var copy = bytes.toArray();
        copy[at] ^= 1;
        return Bytes.copyOf(copy);
    }
}
