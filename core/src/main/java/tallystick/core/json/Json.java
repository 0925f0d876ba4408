package tallystick.core.json;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A JSON value, read strictly.
///
/// **Why** our own: what is signed hangs on it, so nothing may be read in two ways. A name given twice, a number with a
/// fraction or an exponent, text that is not UTF-8 or holds half a surrogate pair, and anything after the value are
/// malformed.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8259#section-2 RFC 8259
public sealed interface Json {
    /// Deepest nesting read.
    int DEPTH_MAX = 32;

    /// Longest number read, in digits: enough for 256 bits.
    int DIGITS_MAX = 78;

    /// Where it begins in the text, in bytes from 0.
    int at();

    /// Named values in the order they stand in.
    record Members(int at, Map<String, Json> values) implements Json {
        /// Copies, keeping the order.
        public Members {
            values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
        }

        /// The value with this name.
        public Optional<Json> get(String name) {
            return Optional.ofNullable(values.get(name));
        }
    }

    /// Values in order.
    record Items(int at, List<Json> values) implements Json {
        /// Copies.
        public Items {
            values = List.copyOf(values);
        }
    }

    /// A text.
    record Text(int at, String value) implements Json {}

    /// A whole number.
    record Whole(int at, BigInteger value) implements Json {}

    /// True or false.
    record Truth(int at, boolean value) implements Json {}

    /// The word null.
    record Nothing(int at) implements Json {}

    /// Reads one value; every byte must belong to it or be white space around it.
    static Parsed<Json> parse(Bytes utf8) {
        return new JsonReader(utf8).read();
    }
}
