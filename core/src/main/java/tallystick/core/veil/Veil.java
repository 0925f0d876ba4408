package tallystick.core.veil;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// A salted commitment to a personal text, which stands in an entry or a document in its place.
///
/// **Why** entries are hashed and documents are signed for ever. Whoever erases the [Opening] erases the text, and no
/// hash, no signature and no proof changes; without the salt nobody finds the text by trying names.
///
/// **Form** as text `veil-` and 52 characters of `[a-z2-7]` (RFC 4648 base32, lower case, without padding): 57
/// characters that fit wherever a label, a counterparty or a display name does. `docs/spec/redaction.md`.
///
/// **Threads** immutable.
///
/// @param commitment what is committed to
public record Veil(Digest32 commitment) {
    /// The length of its text.
    public static final int LENGTH_CHARACTERS = 57;

    private static final String PREFIX = "veil-";
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int DIGIT_BITS = 5;
    /// The last digit has one bit of the commitment.
    private static final Pattern PLACE = Pattern.compile("(?<![a-z0-9-])veil-[a-z2-7]{51}[aq](?![a-z0-9-])");

    /// The veil of a text under a salt.
    ///
    /// @param salt drawn for this text alone
    /// @spec docs/spec/redaction.md#RD-1 redaction
    public static Veil of(Digest32 salt, String text) {
        return new Veil(Transcript.of("tallystick/redaction/v1/veil")
                .add("salt", salt)
                .add("text", text)
                .digest());
    }

    /// The veil that a text is; empty if it is none.
    public static Optional<Veil> parse(String text) {
        return text.length() == LENGTH_CHARACTERS && PLACE.matcher(text).matches()
                ? Optional.of(read(text))
                : Optional.empty();
    }

    /// The veils whose text stands anywhere in bytes, whatever stands around it; at least those that are meant.
    public static Set<Veil> within(Bytes bytes) {
        var text = new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
        var veils = new LinkedHashSet<Veil>();
        for (var at = text.indexOf(PREFIX); at >= 0; at = text.indexOf(PREFIX, at + 1)) {
            var end = at + LENGTH_CHARACTERS;
            if (end <= text.length()) parse(text.substring(at, end)).ifPresent(veils::add);
        }
        return veils;
    }

    private static Veil read(String text) {
        var bytes = new byte[Digest32.LENGTH_BYTES];
        for (var bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            var digit = DIGITS.indexOf(text.charAt(PREFIX.length() + bit / DIGIT_BITS));
            var isSet = digit >> DIGIT_BITS - 1 - bit % DIGIT_BITS & 1;
            bytes[bit / Byte.SIZE] |= (byte) (isSet << Byte.SIZE - 1 - bit % Byte.SIZE);
        }
        return new Veil(new Digest32(Bytes.copyOf(bytes)));
    }

    /// A text with each veil in it replaced by what it stands for.
    ///
    /// @param openings gives the text behind a veil; empty where it was erased
    /// @spec docs/spec/redaction.md#RD-5 redaction
    public static String lifted(String text, Function<Veil, Optional<String>> openings) {
        if (!text.contains(PREFIX)) return text;
        return PLACE.matcher(text).replaceAll(found -> {
            var veil = read(found.group());
            return Matcher.quoteReplacement(openings.apply(veil).orElseGet(veil::redacted));
        });
    }

    /// What is shown where the opening was erased.
    public String redacted() {
        return "redacted (%s)".formatted(text());
    }

    /// As it stands in the place of a text.
    public String text() {
        var bytes = commitment.bytes();
        var text = new StringBuilder(PREFIX);
        for (var at = 0; at < Digest32.LENGTH_BYTES * Byte.SIZE; at += DIGIT_BITS) {
            var digit = 0;
            for (var bit = at; bit < at + DIGIT_BITS; bit++)
                digit = digit << 1 | (bit < Digest32.LENGTH_BYTES * Byte.SIZE ? bit(bytes, bit) : 0);
            text.append(DIGITS.charAt(digit));
        }
        return text.toString();
    }

    private static int bit(Bytes bytes, int at) {
        return bytes.at(at / Byte.SIZE) >> Byte.SIZE - 1 - at % Byte.SIZE & 1;
    }
}
