package tallystick.core.chain.ethereum.typed;

import java.util.Optional;
import java.util.regex.Pattern;

/// The type of a member as EIP-712 names types.
///
/// @spec https://eips.ethereum.org/EIPS/eip-712#specification EIP-712
sealed interface MemberType {
    /// Longest name of a type read, in characters.
    int NAME_LENGTH_MAX = 128;

    /// Most dimensions of an array.
    int DIMENSIONS_MAX = 8;

    /// The name as it is written in the type of a struct.
    String text();

    /// A whole number of so many bits.
    record Whole(boolean signed, int bits) implements MemberType {
        @Override
        public String text() {
            return (signed ? "int" : "uint") + bits;
        }
    }

    /// So many bytes.
    record Fixed(int lengthBytes) implements MemberType {
        @Override
        public String text() {
            return "bytes" + lengthBytes;
        }
    }

    /// A type without a number.
    enum Plain implements MemberType {
        ADDRESS("address"),
        BOOL("bool"),
        BYTES("bytes"),
        STRING("string");

        private final String text;

        Plain(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }

    /// Another struct.
    record Struct(String text) implements MemberType {}

    /// Any number of one type, or a fixed number.
    record Row(MemberType item, Optional<Integer> length) implements MemberType {
        @Override
        public String text() {
            return item.text() + "[" + length.map(Object::toString).orElse("") + "]";
        }
    }

    /// Reads a name; empty if it is none. Whether a struct of that name is declared is for the schema to say.
    static Optional<MemberType> parse(String name) {
        if (name.length() > NAME_LENGTH_MAX) return Optional.empty();
        var bracket = name.indexOf('[');
        var base = base(bracket < 0 ? name : name.substring(0, bracket));
        var rest = bracket < 0 ? "" : name.substring(bracket);
        for (var dimensions = 0; !rest.isEmpty() && base.isPresent(); dimensions++) {
            var match = Names.DIMENSION.matcher(rest);
            if (!match.lookingAt() || dimensions == DIMENSIONS_MAX) return Optional.empty();
            var length = match.group(1);
            base = Optional.of(
                    new Row(base.get(), length.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(length))));
            rest = rest.substring(match.end());
        }
        return base;
    }

    /// Whether a struct or member may be called so.
    static boolean isName(String name) {
        return Names.IDENTIFIER.matcher(name).matches();
    }

    private static Optional<MemberType> base(String name) {
        for (var plain : Plain.values()) if (plain.text().equals(name)) return Optional.of(plain);
        var number = Names.NUMBER.matcher(name);
        if (number.matches()) {
            var bits = Integer.parseInt(number.group(2));
            return bits % 8 == 0 && bits <= 256
                    ? Optional.of(new Whole(number.group(1).equals("int"), bits))
                    : Optional.empty();
        }
        var fixed = Names.FIXED.matcher(name);
        if (fixed.matches()) {
            var length = Integer.parseInt(fixed.group(1));
            return length <= 32 ? Optional.of(new Fixed(length)) : Optional.empty();
        }
        // No struct may look like a number or bytes; elsewhere a bare int is one of 256 bits, here it has no meaning.
        if (Names.BUILT_IN.matcher(name).matches()) return Optional.empty();
        return isName(name) ? Optional.of(new Struct(name)) : Optional.empty();
    }

    /// How names are written.
    final class Names {
        private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_$][a-zA-Z0-9_$]{0,99}");
        private static final Pattern NUMBER = Pattern.compile("(u?int)([1-9][0-9]{0,2})");
        private static final Pattern FIXED = Pattern.compile("bytes([1-9][0-9]?)");
        private static final Pattern BUILT_IN = Pattern.compile("(u?int|bytes)[0-9]*");
        private static final Pattern DIMENSION = Pattern.compile("\\[([1-9][0-9]{0,4}|)]");

        private Names() {}
    }
}
