package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Base58Check;
import tallystick.crypto.derive.ChildTweak;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.DerivationPath.Reading;
import tallystick.crypto.derive.ExtendedKey;
import tallystick.crypto.hash.Digest32;

/// E6: paths and extended keys that would lead somewhere else than the person thinks.
class E6DerivationTest {
    private static final Bytes N =
            Bytes.ofHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    private static final Bytes CODE = Bytes.ofHex("ab".repeat(32));
    private static final Derivation START =
            new Derivation(Curve.SECP256K1.group().generator(), new Digest32(CODE));

    @Test
    void tweakOfTheOrderOrMore_hasNoChild() {
        assertThat(ChildTweak.ofBip32(Bytes.concat(N, CODE))).isEmpty();
        assertThat(ChildTweak.ofBip32(Bytes.concat(Bytes.ofHex("ff".repeat(32)), CODE)))
                .isEmpty();
        var last = Bytes.concat(N.slice(0, 31), Bytes.copyOf((byte) 0x40));
        assertThat(ChildTweak.ofBip32(Bytes.concat(last, CODE))).isPresent();
    }

    @Test
    void tweakOfZero_hasNoChild() {
        assertThat(ChildTweak.ofBip32(Bytes.concat(Bytes.copyOf(new byte[32]), CODE)))
                .isEmpty();
    }

    @Test
    void childThatWouldBeTheIdentity_isNone() {
        var step = ChildTweak.ofBip32(Bytes.concat(Bytes.ofHex("07".repeat(32)), CODE))
                .orElseThrow();
        var opposite = (Point) step.tweak().timesGenerator().negate();
        assertThat(step.applyTo(opposite)).isEmpty();
        assertThat(step.applyTo(opposite.negate())).isPresent();
    }

    @Test
    void indexWithoutAChild_isSkipped() {
        var skipped = new Derivation.NoChild(DerivationPath.of(0, 7));
        assertThat(skipped.next()).isEqualTo(DerivationPath.of(0, 8));
        assertThatThrownBy(new Derivation.NoChild(DerivationPath.of(Integer.MAX_VALUE))::next)
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hardenedIndex_isRefusedWithTheReason() {
        for (var text : List.of("m/84'/0/5", "m/84h/0/5", "m/84H/0", "m/2147483648", "m/4294967295"))
            assertThat(DerivationPath.parse(text))
                    .isInstanceOfSatisfying(Reading.Hardened.class, hardened -> {
                        assertThat(hardened.offset()).isEqualTo(2);
                        assertThat(hardened.explanation()).contains("needs the whole private key");
                    });
        assertThat(DerivationPath.parse("m/0/1'")).isEqualTo(new Reading.Hardened(4));
        assertThatThrownBy(() -> ChildTweak.at(START.key(), START.chainCode(), -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DerivationPath.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pathInAnyOtherForm_isMalformed() {
        for (var text : List.of(
                "", "M", "m/", "/0", "0", "m//0", "m/0/", "m/00", "m/01", "m/-1", "m/+1", "m/1 ", " m", "m/x", "m/'",
                "m/4294967296", "m/2147483648'", "m/99999999999", "m/\u0661", "m" + "/0".repeat(17)))
            assertThat(DerivationPath.parse(text)).as(text).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void hardenedIndexInBinary_isMalformed() {
        var bytes = new Writer().u16(1).u16(0x8000).u16(0).toBytes();
        assertThat(Reader.parse(bytes, reader -> DerivationPath.read(reader, "path")))
                .isEqualTo(new Parsed.Malformed<>(2, "path index below 2^31"));
    }

    @Test
    void longPathInBinary_isMalformed() {
        var writer = new Writer().u16(17);
        for (var i = 0; i < 17; i++) writer.u32(0);
        assertThat(Reader.parse(writer.toBytes(), reader -> DerivationPath.read(reader, "path")))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void extendedKeyWithAnyCharacterChanged_isMalformed() {
        var text = ExtendedKey.top(ExtendedKey.Network.MAIN, START).text();
        assertThat(text).hasSize(111).startsWith("xpub");
        for (var i = 0; i < text.length(); i++) {
            var other = text.charAt(i) == '2' ? '3' : '2';
            var changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(ExtendedKey.parse(changed)).as("character %d", i).isInstanceOf(Parsed.Malformed.class);
        }
        for (var changed : List.of("", "1" + text, text + "1", text.substring(1), text + text, "xpub", "0" + text))
            assertThat(ExtendedKey.parse(changed)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void base58CheckOfAnotherLength_isMalformed() {
        var text = Base58Check.encode(CODE);
        assertThat(Base58Check.parse(text, 32)).isEqualTo(new Parsed.Ok<>(CODE));
        assertThat(Base58Check.parse(text, 31)).isInstanceOf(Parsed.Malformed.class);
        assertThat(Base58Check.parse(text, 33)).isInstanceOf(Parsed.Malformed.class);
        var zeros = Bytes.copyOf(new byte[20]);
        assertThat(Base58Check.parse(Base58Check.encode(zeros), 20)).isEqualTo(new Parsed.Ok<>(zeros));
    }

    @Test
    void ed25519TopKey_asExtendedKey_isRefused() {
        var ed25519 = new Derivation(Curve.ED25519.group().generator(), new Digest32(CODE));
        assertThatThrownBy(() -> ExtendedKey.top(ExtendedKey.Network.MAIN, ed25519))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
