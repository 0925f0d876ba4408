package tallystick.core.chain.ethereum.base;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Recursive Length Prefix, the canonical form only.
///
/// @spec https://ethereum.github.io/yellowpaper/paper.pdf Yellow Paper, appendix B
public sealed interface Rlp {
    /// Deepest nesting read: an access list needs three.
    int DEPTH_MAX = 8;

    /// Most items read, lists and byte strings together.
    int ITEMS_MAX = 1 << 16;

    /// A byte string.
    record Text(Bytes value) implements Rlp {}

    /// A list.
    record Sequence(List<Rlp> items) implements Rlp {
        /// Copies.
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// A byte string.
    static Rlp of(Bytes value) {
        return new Text(value);
    }

    /// A non-negative number, big-endian without leading zeros; zero is empty.
    static Rlp of(BigInteger value) {
        if (value.signum() < 0) throw new IllegalArgumentException("negative number in rlp");
        if (value.signum() == 0) return new Text(Bytes.empty());
        var bytes = Bytes.copyOf(value.toByteArray());
        return new Text(bytes.at(0) == 0 ? bytes.slice(1, bytes.length()) : bytes);
    }

    /// A list.
    static Rlp of(List<Rlp> items) {
        return new Sequence(items);
    }

    /// Reads exactly one item; refuses non-minimal lengths, single bytes below 0x80 with a prefix, nesting above
    /// [#DEPTH_MAX], more items than [#ITEMS_MAX] and trailing bytes.
    static Parsed<Rlp> parse(Bytes encoded) {
        return Reader.parse(encoded, Rlp::item);
    }

    /// The canonical bytes.
    default Bytes encode() {
        return switch (this) {
            case Text(var value) ->
                value.length() == 1 && value.at(0) < 0x80 ? value : Bytes.concat(prefix(0x80, value.length()), value);
            case Sequence(var items) -> {
                var body = Bytes.concat(items.stream().map(Rlp::encode).toArray(Bytes[]::new));
                yield Bytes.concat(prefix(0xc0, body.length()), body);
            }
        };
    }

    private static Bytes prefix(int base, int length) {
        if (length < 56) return Bytes.copyOf((byte) (base + length));
        var digits = Bytes.copyOf(BigInteger.valueOf(length).toByteArray());
        if (digits.at(0) == 0) digits = digits.slice(1, digits.length());
        return new Writer().u8(base + 55 + digits.length()).raw(digits).toBytes();
    }

    /// A list whose items are still being read.
    record Open(int end, List<Rlp> items) {}

    private static Rlp item(Reader reader) throws MalformedInput {
        var open = new ArrayDeque<Open>();
        var count = 0;
        while (true) {
            if (++count > ITEMS_MAX) throw reader.malformed("at most %d rlp items".formatted(ITEMS_MAX));
            var start = reader.position();
            var first = reader.u8("rlp prefix");
            Rlp item;
            if (first < 0x80) item = new Text(Bytes.copyOf((byte) first));
            else if (first < 0xc0) item = text(reader, start, first - 0x80);
            else {
                var length = length(reader, first - 0xc0);
                if (length > reader.remaining()) throw reader.malformed("rlp list within its bytes");
                if (open.size() == DEPTH_MAX) throw reader.malformed("rlp nested at most %d deep".formatted(DEPTH_MAX));
                open.push(new Open(reader.position() + length, new ArrayList<>()));
                if (length > 0) continue;
                item = new Sequence(open.pop().items());
            }
            while (true) {
                if (open.isEmpty()) return item;
                open.peek().items().add(item);
                if (reader.position() > open.peek().end()) throw reader.malformed("rlp list to end with its last item");
                if (reader.position() < open.peek().end()) break;
                item = new Sequence(open.pop().items());
            }
        }
    }

    private static Text text(Reader reader, int start, int code) throws MalformedInput {
        var value = reader.raw(length(reader, code), "rlp string");
        if (value.length() == 1 && value.at(0) < 0x80) throw new MalformedInput(start, "a byte below 0x80 as itself");
        return new Text(value);
    }

    private static int length(Reader reader, int code) throws MalformedInput {
        if (code < 56) return code;
        var start = reader.position();
        var digits = reader.raw(code - 55, "rlp length");
        var value = new BigInteger(1, digits.toArray());
        if (digits.at(0) == 0 || value.compareTo(BigInteger.valueOf(56)) < 0)
            throw new MalformedInput(start, "the shortest rlp length");
        if (value.bitLength() > 31) throw new MalformedInput(start, "rlp length below 2^31");
        return value.intValue();
    }
}
