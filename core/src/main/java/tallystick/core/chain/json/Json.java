package tallystick.core.chain.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A JSON value that knows where it stands, read strictly.
///
/// **Why** two readers that treat a doubled name, a large number or a broken character differently see different
/// documents. So there is one, a name occurs once in an object, numbers keep the digits they were written with, and
/// text is whole Unicode. A value knows its place, so that whoever refuses one can name the byte.
///
/// **Form** RFC 8259 in UTF-8 without a byte order mark; at most [#DEPTH_MAX] deep and of at most
/// [Numbers#valuesMax] values, since a value of two bytes is an object of a hundred. Time and memory are linear in the
/// input, and nothing recurs. Equality counts places too.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8259#section-2 RFC 8259 §2 (grammar)
public sealed interface Json {
    /// Deepest nesting of objects and arrays.
    int DEPTH_MAX = 64;

    /// Longest number where only whole ones are read, in digits: enough for 256 bits.
    int DIGITS_MAX = 78;

    /// Which numbers are read.
    enum Numbers {
        /// All that JSON has: files.
        ANY(250_000),
        /// Whole ones of at most [#DIGITS_MAX] digits, without fraction, exponent or a zero with a sign: what is
        /// signed.
        WHOLE(65_536);

        private final int valuesMax;

        Numbers(int valuesMax) {
            this.valuesMax = valuesMax;
        }

        /// The most values of one document, those inside lists and objects included.
        public int valuesMax() {
            return valuesMax;
        }
    }

    /// Where it begins in the input, in bytes from 0.
    int at();

    /// `null`.
    record Null(int at) implements Json {}

    /// `true` or `false`.
    record Truth(int at, boolean value) implements Json {}

    /// A number as it was written.
    record Numeral(int at, String digits) implements Json {}

    /// A string, a stranger's.
    record Text(int at, String value) implements Json {}

    /// An array.
    record Sequence(int at, List<Json> items) implements Json {
        /// Copies.
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// An object, its members in the order they were written.
    record Members(int at, Map<String, Json> members) implements Json {
        /// Copies.
        public Members {
            members = members.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /// Reads one value from all of the input; offsets count bytes.
    static Parsed<Json> parse(Bytes utf8) {
        return parse(utf8, Numbers.ANY);
    }

    /// Reads one value from all of the input, with these numbers alone.
    static Parsed<Json> parse(Bytes utf8, Numbers numbers) {
        return new JsonReader(utf8, numbers).read();
    }

    /// The member of this name, if this is an object that has it.
    default Optional<Json> member(String name) {
        return this instanceof Members(var _, var members) ? Optional.ofNullable(members.get(name)) : Optional.empty();
    }

    /// The string member of this name, if there is one.
    default Optional<String> text(String name) {
        return member(name)
                .flatMap(value -> value instanceof Text(var _, var text) ? Optional.of(text) : Optional.empty());
    }

    /// The items of the array member of this name; none if there is no such array.
    default List<Json> items(String name) {
        return member(name)
                .map(value -> value instanceof Sequence(var _, var items) ? items : List.<Json>of())
                .orElse(List.of());
    }
}
