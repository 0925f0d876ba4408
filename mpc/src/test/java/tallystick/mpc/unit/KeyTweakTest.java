package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.derive.DerivationPath;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.SigningWorld;

class KeyTweakTest {
    private static final DerivationPath PATH = DerivationPath.of(44, 0, 3);

    @Test
    void tweak_isWrittenAsPathAndNumber_andReadBack() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.ECDSA_SECP256K1, 3)) {
            var tweak = KeyTweak.of(dealt.key(), PATH).orElseThrow();
            var path = new Writer();
            PATH.write(path);
            assertThat(tweak.encodePath()).isEqualTo(path.toBytes());
            var written = new Writer();
            tweak.write(written);
            assertThat(written.toBytes())
                    .isEqualTo(Bytes.concat(path.toBytes(), tweak.sum().encode()));
            assertThat(Reader.parse(
                            written.toBytes(),
                            reader -> KeyTweak.read(dealt.key().group(), reader)))
                    .isEqualTo(new Parsed.Ok<>(tweak));
        }
    }

    @Test
    void tweaksOfAnotherPathOrNumber_areOthers() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.ECDSA_SECP256K1, 4)) {
            var tweak = KeyTweak.of(dealt.key(), PATH).orElseThrow();
            var one = dealt.key().group().scalar(1);
            var others = List.of(
                    KeyTweak.none(dealt.key().scheme().curve()),
                    SigningWorld.claimed(PATH, tweak.sum().plus(one)),
                    SigningWorld.claimed(DerivationPath.of(44, 0, 4), tweak.sum()));
            for (var other : others) {
                assertThat(other).isNotEqualTo(tweak);
                assertThat(tweak).isNotEqualTo(other);
            }
            assertThat(tweak).isNotEqualTo(PATH);
        }
    }

    @Test
    void groupKey_ofAnUnknownScheme_isMalformedAtItsPlace() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 5)) {
            var encoded = dealt.key().encode().toArray();
            var at = 5 + 32;
            assertThat(encoded[at]).isEqualTo((byte) Scheme.FROST_BIP340.code());
            for (var code : new byte[] {0, 5, -1}) {
                encoded[at] = code;
                assertThat(GroupKey.parse(Bytes.copyOf(encoded)))
                        .isEqualTo(new Parsed.Malformed<GroupKey>(at, "scheme in 1..4"));
            }
        }
    }
}
