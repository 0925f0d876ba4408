package tallystick.tools.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;

/// What somebody wants decoded, as they gave it.
sealed interface Material {
    /// The most bytes read, of a file or as hex.
    int LENGTH_BYTES_MAX = 32 * 1024 * 1024;

    /// Unsigned bytes.
    record Raw(Bytes bytes) implements Material {}

    /// Text that begins like a JSON object.
    record Json(String text) implements Material {}

    /// Reads `-` from the standard input, anything else as hex, else as the name of a file. A file holds hex, base64 of
    /// a PSBT, a JSON object, or the bytes themselves.
    static Material read(String given, InputStream standardInput) throws IOException, Unusable {
        if (given.equals("-")) return of(standardInput.readNBytes(LENGTH_BYTES_MAX + 1));
        if (isHex(given)) return new Raw(hex(given));
        if (given.strip().startsWith("{")) return new Json(given.strip());
        var file = Path.of(given);
        if (!Files.isRegularFile(file)) throw new Unusable("neither hex of whole bytes nor a file: check the argument");
        try (var stream = Files.newInputStream(file)) {
            return of(stream.readNBytes(LENGTH_BYTES_MAX + 1));
        }
    }

    private static Material of(byte[] content) throws Unusable {
        if (content.length > LENGTH_BYTES_MAX)
            throw new Unusable("more than %d bytes: no chain takes that much".formatted(LENGTH_BYTES_MAX));
        var raw = new Raw(Bytes.copyOf(content));
        if (content.length == 0) return raw;
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .strip();
            if (text.startsWith("{")) return new Json(text);
            if (isHex(text)) return new Raw(hex(text));
            if (text.startsWith("cHNidP"))
                return new Raw(Bytes.copyOf(Base64.getDecoder().decode(text)));
            return raw;
        } catch (CharacterCodingException | IllegalArgumentException notText) {
            return raw;
        }
    }

    private static boolean isHex(String text) {
        var digits = digits(text);
        return digits.length() % 2 == 0 && Hex.DIGITS.matcher(digits).matches();
    }

    private static Bytes hex(String text) {
        return Bytes.ofHex(digits(text));
    }

    private static String digits(String text) {
        return text.startsWith("0x") ? text.substring(2) : text;
    }

    /// Hex digits.
    final class Hex {
        static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]*+");

        private Hex() {}
    }
}
