package tallystick.core.chain.ethereum.typed;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A JSON value that knows where it stands, with whole numbers only.
///
/// **Why** beside [tallystick.core.chain.json.Json]: a refusal of typed data names the byte, and a number with a
/// fraction or an exponent has no place in it. Just as strict: a name given twice, text that is not UTF-8 or holds half
/// a surrogate pair, and anything after the value are malformed.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8259#section-2 RFC 8259
sealed interface PlacedJson {
    /// Deepest nesting read.
    int DEPTH_MAX = 32;

    /// Longest number read, in digits: enough for 256 bits.
    int DIGITS_MAX = 78;

    /// Where it begins in the text, in bytes from 0.
    int at();

    /// Named values in the order they stand in.
    record Members(int at, Map<String, PlacedJson> values) implements PlacedJson {
        /// Copies, keeping the order.
        public Members {
            values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
        }

        /// The value with this name.
        public Optional<PlacedJson> get(String name) {
            return Optional.ofNullable(values.get(name));
        }
    }

    /// Values in order.
    record Items(int at, List<PlacedJson> values) implements PlacedJson {
        /// Copies.
        public Items {
            values = List.copyOf(values);
        }
    }

    /// A text.
    record Text(int at, String value) implements PlacedJson {}

    /// A whole number.
    record Whole(int at, BigInteger value) implements PlacedJson {}

    /// True or false.
    record Truth(int at, boolean value) implements PlacedJson {}

    /// The word null.
    record Nothing(int at) implements PlacedJson {}

    /// Reads one value; every byte must belong to it or be white space around it.
    static Parsed<PlacedJson> parse(Bytes utf8) {
        return new PlacedJsonReader(utf8).read();
    }
}
