package tallystick.control.answer;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tallystick.core.clear.SafeText;
import tallystick.crypto.codec.Bytes;

/// Values of requests, checked. A value that is missing or cannot be so is a [Problem] that names its field.
public final class Given {
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,77}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\P{Cntrl}]*");
    private static final Set<SafeText.Trait> UNSEEN = Set.of(SafeText.Trait.HIDDEN, SafeText.Trait.TURNS);
    private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int BITS_MAX = 256;
    private static final Instant MOMENTS_END = Instant.parse("9999-01-01T00:00:00Z");

    private Given() {}

    /// A value that has to be there.
    public static <T> T there(String field, @Nullable T value) {
        if (value == null) throw Problem.field(field, "a value");
        return value;
    }

    /// A text of 1 to `charactersMax` printable characters, none of which is hidden or turns the others round: what
    /// stands beside it on a screen, such as a payee, is read as it is.
    public static String text(String field, @Nullable String value, int charactersMax) {
        var text = there(field, value).strip();
        if (text.isEmpty()
                || text.length() > charactersMax
                || !PRINTABLE.matcher(text).matches()
                || !Collections.disjoint(SafeText.of(text, charactersMax).traits(), UNSEEN))
            throw Problem.field(
                    field, "1..%d printable characters that neither hide nor turn others".formatted(charactersMax));
        return text;
    }

    /// How people call a thing: a text that is safe wherever it is shown.
    public static String called(String field, @Nullable String value, int charactersMax) {
        var text = text(field, value, charactersMax);
        if (!SafeText.isSafe(text, charactersMax))
            throw Problem.field(field, "letters of one script from left to right, without quotation marks");
        return text;
    }

    /// The same, or nothing.
    public static String textOrNone(String field, @Nullable String value, int charactersMax) {
        return value == null || value.isBlank() ? "" : text(field, value, charactersMax);
    }

    /// A whole number of base units from 1 on, as decimal digits.
    public static BigInteger amount(String field, @Nullable String value) {
        var text = there(field, value);
        if (!DIGITS.matcher(text).matches()) throw Problem.field(field, "decimal digits of a whole number");
        var number = new BigInteger(text);
        if (number.signum() == 0 || number.bitLength() > BITS_MAX) throw Problem.field(field, "a number in 1..2^256-1");
        return number;
    }

    /// Bytes as hex, with or without `0x`.
    public static Bytes hex(String field, @Nullable String value, int bytesMax) {
        var text = there(field, value);
        var digits = text.startsWith("0x") ? text.substring(2) : text;
        if (digits.length() > 2 * bytesMax) throw Problem.field(field, "hex of at most %d bytes".formatted(bytesMax));
        try {
            return Bytes.ofHex(digits);
        } catch (IllegalArgumentException e) {
            throw Problem.field(field, "lower-case hex digits");
        }
    }

    /// Bytes as base64url without padding, as browsers give what passkeys said.
    public static Bytes base64url(String field, @Nullable String value, int bytesMax) {
        var text = there(field, value);
        if (text.length() > (4 * bytesMax + 2) / 3)
            throw Problem.field(field, "base64url of at most %d bytes".formatted(bytesMax));
        try {
            return Bytes.copyOf(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw Problem.field(field, "base64url without padding");
        }
    }

    /// A name of a row.
    public static UUID id(String field, @Nullable String value) {
        var text = there(field, value);
        if (!UUIDS.matcher(text).matches()) throw Problem.field(field, "a UUID in lower-case digits");
        return UUID.fromString(text);
    }

    /// One of some names.
    public static <E extends Enum<E>> E name(String field, @Nullable String value, List<E> all) {
        var text = there(field, value).toUpperCase(Locale.ROOT).replace('-', '_');
        return all.stream()
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.field(field, "one of " + all));
    }

    /// A moment of these centuries, which every clock and database can keep.
    public static Instant moment(String field, @Nullable String value) {
        try {
            var moment = Instant.parse(there(field, value));
            if (!moment.isBefore(Instant.EPOCH) && moment.isBefore(MOMENTS_END)) return moment;
        } catch (DateTimeParseException _) {
            // Told below.
        }
        throw Problem.field(field, "a moment such as 2026-01-01T00:00:00Z");
    }

    /// A list of at most so many.
    public static <T> List<T> list(String field, @Nullable List<T> values, int itemsMax) {
        var all = values == null ? List.<T>of() : values;
        if (all.size() > itemsMax) throw Problem.field(field, "at most %d items".formatted(itemsMax));
        if (all.stream().anyMatch(Objects::isNull)) throw Problem.field(field, "items that are there");
        return List.copyOf(all);
    }
}
