package tallystick.core.chain.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A JSON value, read strictly.
///
/// **Why** two readers that treat a doubled name, a large number or a broken character differently see different
/// documents. So a name occurs once in an object, numbers keep the digits they were written with, and text is whole
/// Unicode.
///
/// **Form** RFC 8259 in UTF-8 without a byte order mark; at most [#DEPTH_MAX] deep. Time and memory are linear in the
/// input.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8259#section-2 RFC 8259 §2 (grammar)
public sealed interface Json {
    /// Deepest nesting of objects and arrays.
    int DEPTH_MAX = 64;

    /// `null`.
    record Null() implements Json {}

    /// `true` or `false`.
    record Truth(boolean value) implements Json {}

    /// A number as it was written.
    record Numeral(String digits) implements Json {}

    /// A string, a stranger's.
    record Text(String value) implements Json {}

    /// An array.
    record Sequence(List<Json> items) implements Json {
        /// Copies.
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// An object, its members in the order they were written.
    record Members(Map<String, Json> members) implements Json {
        /// Copies.
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /// Reads one value from all of the input; offsets count bytes.
    static Parsed<Json> parse(Bytes utf8) {
        return JsonReader.parse(utf8);
    }

    /// The member of this name, if this is an object that has it.
    default Optional<Json> member(String name) {
        return this instanceof Members(var members) ? Optional.ofNullable(members.get(name)) : Optional.empty();
    }

    /// The string member of this name, if there is one.
    default Optional<String> text(String name) {
        return member(name).flatMap(value -> value instanceof Text(var text) ? Optional.of(text) : Optional.empty());
    }

    /// The items of the array member of this name; none if there is no such array.
    default List<Json> items(String name) {
        return member(name)
                .map(value -> value instanceof Sequence(var items) ? items : List.<Json>of())
                .orElse(List.of());
    }
}
