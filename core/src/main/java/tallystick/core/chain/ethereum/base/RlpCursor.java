package tallystick.core.chain.ethereum.base;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Reads Recursive Length Prefix where a format says what comes next, the canonical form only.
///
/// **Why** beside [Rlp#parse]: the grammar of the format fixes the depth, nothing is built that the format does not ask
/// for, and a refusal names the very byte.
///
/// **Threads** one cursor, one thread.
///
/// @spec https://ethereum.github.io/yellowpaper/paper.pdf Yellow Paper, appendix B
public final class RlpCursor {
    private final Bytes input;
    private final int end;
    private int position;

    /// Reads one value of a format.
    ///
    /// @param <T> the value's type
    @FunctionalInterface
    public interface Body<T> {
        /// @throws MalformedInput if the bytes are not canonical: the sender's fault
        T read(RlpCursor items) throws MalformedInput;
    }

    private record Header(boolean isList, int start, int end) {}

    private RlpCursor(Bytes input, int position, int end) {
        this.input = input;
        this.position = position;
        this.end = end;
    }

    /// Reads one list that goes from `offsetBytes` to the end of the input.
    public static <T> Parsed<T> parse(Bytes input, int offsetBytes, Body<T> body) {
        var cursor = new RlpCursor(input, offsetBytes, input.length());
        try {
            var value = cursor.list("rlp list", body);
            if (cursor.hasMore()) throw cursor.malformed("end of input, found trailing bytes");
            return new Parsed.Ok<>(value);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    /// Whether items are left in this list.
    public boolean hasMore() {
        return position < end;
    }

    /// A refusal at the next item, to be thrown by the caller.
    public MalformedInput malformed(String expected) {
        return new MalformedInput(position, expected);
    }

    /// A list whose items `body` reads to the last.
    public <T> T list(String field, Body<T> body) throws MalformedInput {
        var header = header(field);
        if (!header.isList()) throw malformed(field + " as a list");
        var items = new RlpCursor(input, header.start(), header.end());
        var value = body.read(items);
        if (items.hasMore()) throw items.malformed("end of " + field);
        position = header.end();
        return value;
    }

    /// A list of any number of like items.
    public <T> List<T> items(String field, Body<T> item) throws MalformedInput {
        return list(field, items -> {
            var values = new ArrayList<T>();
            while (items.hasMore()) values.add(item.read(items));
            return List.copyOf(values);
        });
    }

    /// A byte string.
    public Bytes text(String field) throws MalformedInput {
        var header = header(field);
        if (header.isList()) throw malformed(field + " as a byte string");
        position = header.end();
        return input.slice(header.start(), header.end());
    }

    /// A byte string of exactly this length.
    public Bytes text(int lengthBytes, String field) throws MalformedInput {
        var start = position;
        var value = text(field);
        if (value.length() != lengthBytes)
            throw new MalformedInput(start, "%s of %d bytes".formatted(field, lengthBytes));
        return value;
    }

    /// A number from 0 on without leading zeros.
    public BigInteger number(int bitsMax, String field) throws MalformedInput {
        var start = position;
        var bytes = text(field);
        if (bytes.length() > 0 && bytes.at(0) == 0) throw new MalformedInput(start, field + " without leading zeros");
        if (bytes.length() > (bitsMax + 7) / 8)
            throw new MalformedInput(start, "%s of at most %d bits".formatted(field, bitsMax));
        return new BigInteger(1, bytes.toArray());
    }

    /// An address.
    public Address address(String field) throws MalformedInput {
        return new Address(text(20, field));
    }

    /// An address, or nothing where the byte string is empty.
    public Optional<Address> addressOrNone(String field) throws MalformedInput {
        var start = position;
        var bytes = text(field);
        if (bytes.length() == 0) return Optional.empty();
        if (bytes.length() != 20) throw new MalformedInput(start, field + " of 20 bytes or none");
        return Optional.of(new Address(bytes));
    }

    /// Thirty-two bytes.
    public Digest32 word(String field) throws MalformedInput {
        return new Digest32(text(Digest32.LENGTH_BYTES, field));
    }

    private Header header(String field) throws MalformedInput {
        if (!hasMore()) throw malformed(field);
        var first = input.at(position);
        if (first < 0x80) return new Header(false, position, position + 1);
        var isList = first >= 0xc0;
        var code = first - (isList ? 0xc0 : 0x80);
        var start = position + 1 + Math.max(0, code - 55);
        if (start > end) throw malformed(field + " with its whole length");
        var length = code < 56 ? code : length(start);
        if (length > end - start) throw malformed(field + " within its list");
        if (!isList && length == 1 && input.at(start) < 0x80)
            throw malformed(field + " with a byte below 0x80 as itself");
        return new Header(isList, start, start + length);
    }

    private int length(int toPosition) throws MalformedInput {
        var value = 0L;
        for (var i = position + 1; i < toPosition; i++) {
            value = value << 8 | input.at(i);
            if (value == 0 || value > Integer.MAX_VALUE) throw malformed("the shortest rlp length, below 2^31");
        }
        if (value < 56) throw malformed("the shortest rlp length, below 2^31");
        return (int) value;
    }
}
