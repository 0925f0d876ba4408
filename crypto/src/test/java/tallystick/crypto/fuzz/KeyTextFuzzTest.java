package tallystick.crypto.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Base58Check;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.derive.ExtendedKey;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;

/// Whatever somebody types as a key or a path is refused, or is the one text of it.
class KeyTextFuzzTest {
    private static final int BASE58_CHARS_MAX = 128;
    private static final int PAYLOAD_BYTES = 21;

    private static Stream<String> paths() {
        return Stream.of("m", "m/84/0/5", "m/0/2147483647", "m/44'/0h/1H", "m/2147483648");
    }

    private static Stream<String> keys() {
        var point = Curve.SECP256K1.group().scalar(9).timesGenerator().orThrow("not zero");
        var top = ExtendedKey.top(
                ExtendedKey.Network.MAIN, new Derivation(point, StandardHash.sha256(Bytes.ofUtf8("chain code"))));
        var test = ExtendedKey.top(ExtendedKey.Network.TEST, top.derivation());
        return Stream.of(
                top.text(),
                test.child(7).orElseThrow().text(),
                Base58Check.encode(Bytes.copyOf(new byte[PAYLOAD_BYTES])),
                Base58.encode(Bytes.ofUtf8("any bytes at all")),
                "1111");
    }

    @MethodSource("keys")
    @FuzzTest
    void anyKeyText_isRefusedOrCanonical(@NotNull String text) {
        Canonical.text(text, each -> Base58.parse(each, BASE58_CHARS_MAX), Base58::encode);
        Canonical.text(text, each -> Base58Check.parse(each, PAYLOAD_BYTES), Base58Check::encode);
        Canonical.text(text, ExtendedKey::parse, ExtendedKey::text)
                .ifPresent(key -> assertThat(key.fingerprint().length()).isEqualTo(4));
    }

    /// Random letters hardly ever have a checksum that holds; here it always does, so that what it guards is reached.
    @FuzzTest
    void anyPayload_asAKey_isRefusedOrCanonical(byte @NotNull [] payload) {
        Canonical.text(Base58Check.encode(Bytes.copyOf(payload)), ExtendedKey::parse, ExtendedKey::text);
    }

    @MethodSource("paths")
    @FuzzTest
    void anyPath_isRefusedHardenedOrCanonical(@NotNull String text) {
        switch (DerivationPath.parse(text)) {
            case DerivationPath.Reading.Good(var path) -> {
                assertThat(path).hasToString(text);
                var written = new Writer();
                path.write(written);
                assertThat(Reader.parse(written.toBytes(), reader -> DerivationPath.read(reader, "path")))
                        .isEqualTo(new Parsed.Ok<>(path));
            }
            case DerivationPath.Reading.Hardened(var offset) ->
                assertThat(offset).isBetween(0, text.length());
            case DerivationPath.Reading.Malformed(var offset, var _) ->
                assertThat(offset).isBetween(0, text.length());
        }
    }

    @FuzzTest
    void anyBinaryPath_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, input -> Reader.parse(input, reader -> DerivationPath.read(reader, "path")), path -> {
            var written = new Writer();
            path.write(written);
            return written.toBytes();
        });
    }
}
