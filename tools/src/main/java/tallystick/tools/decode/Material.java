package tallystick.tools.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.core.chain.Chain;
import tallystick.core.chain.Content;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;

/// What somebody wants decoded, as they gave it.
sealed interface Material {
    /// The most bytes read, of a file or as hex.
    int LENGTH_BYTES_MAX = 32 * 1024 * 1024;

    /// What hex may begin with.
    String PREFIX = "0x";

    /// The longest name that a file has.
    int NAME_CHARACTERS_MAX = 255;

    /// What is signed as the text it is.
    Set<Content> TEXTS = Set.of(Content.MESSAGE, Content.LOGIN);

    /// Unsigned bytes.
    record Raw(Bytes bytes) implements Material {}

    /// Text that begins like a JSON object or list: vector objects.
    record Json(Bytes text) implements Material {
        @Override
        public boolean isCollection() {
            try {
                return Entry.parse(text, "vector").isCollection();
            } catch (Unusable malformed) {
                return false;
            }
        }
    }

    /// Whether it is more than one thing to decode.
    default boolean isCollection() {
        return false;
    }

    /// Reads `-` from the standard input, anything else as hex, else as the name of a file. A file holds hex, base64 of
    /// a PSBT or of a Solana transaction, JSON, or the bytes themselves. What is signed as text is taken as it is.
    ///
    /// @param content as what it is to be read, if that was said
    static Material read(String given, InputStream standardInput, Optional<Content> content, Optional<Chain> family)
            throws IOException, Unusable {
        if (given.equals("-")) return of(standardInput.readNBytes(LENGTH_BYTES_MAX + 1), content, family);
        if (isHex(given)) {
            if (isFile(given) && !given.startsWith(PREFIX))
                throw new Unusable("both hex and the name of a file: write 0x before hex, or ./ before the name");
            return new Raw(hex(given));
        }
        if (isJson(given.strip())) return json(given.strip(), content);
        var base64 = base64(given, family);
        if (base64.isPresent() && !isFile(given)) return base64.get();
        if (!isFile(given)) throw new Unusable("neither hex of whole bytes nor a file: check the argument");
        try (var stream = Files.newInputStream(Path.of(given))) {
            return of(stream.readNBytes(LENGTH_BYTES_MAX + 1), content, family);
        }
    }

    /// Whether it was read as bytes and could have been meant as the name of a file that is not there.
    static boolean isPerhapsAName(String given) {
        return !given.equals("-")
                && !given.startsWith(PREFIX)
                && given.length() <= NAME_CHARACTERS_MAX
                && !isJson(given.strip())
                && !isFile(given);
    }

    private static boolean isFile(String given) {
        try {
            return Files.isRegularFile(Path.of(given));
        } catch (InvalidPathException noName) {
            return false;
        }
    }

    /// @spec docs/spec/decode-json.md#DJ-2 decode-json
    private static Material of(byte[] content, Optional<Content> kind, Optional<Chain> family) throws Unusable {
        if (content.length > LENGTH_BYTES_MAX)
            throw new Unusable("more than %d bytes: no chain takes that much".formatted(LENGTH_BYTES_MAX));
        var raw = new Raw(Bytes.copyOf(content));
        if (content.length == 0 || kind.filter(TEXTS::contains).isPresent()) return raw;
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .strip();
            if (isJson(text)) return json(text, kind);
            if (isHex(text)) return new Raw(hex(text));
            return base64(text, family).orElse(raw);
        } catch (CharacterCodingException notText) {
            return raw;
        }
    }

    private static boolean isJson(String text) {
        return text.startsWith("{") || text.startsWith("[");
    }

    /// Content that is JSON itself is no vector object.
    private static Material json(String text, Optional<Content> kind) {
        return kind.filter(each -> each == Content.TYPED_DATA || TEXTS.contains(each))
                        .isPresent()
                ? new Raw(Bytes.ofUtf8(text))
                : new Json(Bytes.ofUtf8(text));
    }

    private static Optional<Material> base64(String text, Optional<Chain> family) {
        if (!family.map(each -> each.forms().isBase64(text)).orElse(false)) return Optional.empty();
        try {
            return Optional.of(new Raw(Bytes.copyOf(Base64.getDecoder().decode(text))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
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
        return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    }

    /// Hex digits.
    final class Hex {
        static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]*+");

        private Hex() {}
    }
}
