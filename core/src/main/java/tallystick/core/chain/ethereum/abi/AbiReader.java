package tallystick.core.chain.ethereum.abi;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;

/// Reads one encoding from front to end, each byte once.
final class AbiReader {
    private static final int WORD = AbiType.WORD_BYTES;
    private static final AbiValue TRUE = new AbiValue.Truth(true);
    private static final AbiValue FALSE = new AbiValue.Truth(false);
    private static final AbiValue ZERO = new AbiValue.Numeral(BigInteger.ZERO);

    private final byte[] input;
    private final int from;

    AbiReader(Bytes data, int from) {
        this.input = data.toArray();
        this.from = from;
    }

    /// A value, and where the next thing after it stands.
    private record Read(AbiValue value, int end) {}

    /// The next type of a row, so that arrays need no list of a million equal types.
    private interface Row {
        AbiType at(int index);
    }

    List<AbiValue> whole(List<Parameter> types) throws MalformedInput {
        var heads = types.stream().mapToLong(type -> type.type().headBytes()).sum();
        var values = new ArrayList<AbiValue>(types.size());
        var end = row(index -> types.get(index).type(), types.size(), heads, from, values);
        if (end != input.length) throw new MalformedInput(end, "end of arguments, found trailing bytes");
        return List.copyOf(values);
    }

    /// > enc(X) = head(X(1)) … head(X(k)) tail(X(1)) … tail(X(k))
    ///
    /// A static part stands in its head. A dynamic part's head is the offset of its tail from the start of the row,
    /// and tails follow each other: so the only offset read is the one that points where the last tail ended.
    ///
    /// @return where the row ends
    private int row(Row types, int count, long headBytes, int start, List<AbiValue> values) throws MalformedInput {
        need(start, headBytes, "arguments");
        var head = start;
        var tail = (int) (start + headBytes);
        for (var i = 0; i < count; i++) {
            var type = types.at(i);
            if (type.isDynamic()) {
                if (length(head, "offset") != tail - start)
                    throw new MalformedInput(head, "offset %d, where the tail before ends".formatted(tail - start));
                var read = dynamic(type, tail);
                values.add(read.value());
                tail = read.end();
                head += WORD;
            } else {
                var read = fixed(type, head);
                values.add(read.value());
                head = read.end();
            }
        }
        return tail;
    }

    private Read dynamic(AbiType type, int at) throws MalformedInput {
        return switch (type) {
            case AbiType.DynamicBytes() -> bytes(at, false);
            case AbiType.Text() -> bytes(at, true);
            case AbiType.Array(var item) -> {
                need(at, WORD, "array length");
                var count = length(at, "array length");
                var heads = (long) count * item.headBytes();
                need(at + WORD, heads, "array of %d items".formatted(count));
                yield items(item, count, heads, at + WORD);
            }
            case AbiType.FixedArray(var item, var count) -> items(item, count, (long) count * item.headBytes(), at);
            case AbiType.Tuple tuple -> fields(tuple, at);
            default -> throw new AssertionError("a static type has no tail");
        };
    }

    private Read items(AbiType item, int count, long heads, int at) throws MalformedInput {
        var values = new ArrayList<AbiValue>(count);
        var end = row(_ -> item, count, heads, at, values);
        return new Read(new AbiValue.Sequence(values), end);
    }

    private Read fields(AbiType.Tuple tuple, int at) throws MalformedInput {
        var fields = tuple.fields();
        var values = new ArrayList<AbiValue>(fields.size());
        var end = row(index -> fields.get(index).type(), fields.size(), tuple.staticBytes(), at, values);
        return new Read(new AbiValue.Sequence(values), end);
    }

    private Read bytes(int at, boolean text) throws MalformedInput {
        need(at, WORD, "length");
        var length = length(at, "length");
        var padded = (length + (long) WORD - 1) / WORD * WORD;
        need(at + WORD, padded, "%d bytes with their padding".formatted(length));
        var start = at + WORD;
        zeros(start + length, start + (int) padded, "padding of zeros");
        var value = Bytes.copyOf(input, start, length);
        return new Read(text ? new AbiValue.Text(value) : new AbiValue.Binary(value), start + (int) padded);
    }

    private Read fixed(AbiType type, int at) throws MalformedInput {
        return switch (type) {
            case AbiType.Tuple tuple -> fields(tuple, at);
            case AbiType.FixedArray(var item, var count) -> {
                var values = new ArrayList<AbiValue>(count);
                var end = row(_ -> item, count, (long) count * item.headBytes(), at, values);
                yield new Read(new AbiValue.Sequence(values), end);
            }
            default -> new Read(word(type, at), at + WORD);
        };
    }

    private AbiValue word(AbiType type, int at) throws MalformedInput {
        return switch (type) {
            case AbiType.Unsigned(var bits) -> {
                zeros(at, at + WORD - bits / 8, "number of at most %d bits".formatted(bits));
                yield number(1, at);
            }
            case AbiType.Signed(var bits) -> {
                var number = new BigInteger(Arrays.copyOfRange(input, at, at + WORD));
                if (number.bitLength() >= bits)
                    throw new MalformedInput(at, "signed number of at most %d bits".formatted(bits));
                yield new AbiValue.Numeral(number);
            }
            case AbiType.Location() -> {
                zeros(at, at + WORD - AbiType.ADDRESS_BYTES, "address after 12 zero bytes");
                yield new AbiValue.Location(
                        new Address(Bytes.copyOf(input, at + WORD - AbiType.ADDRESS_BYTES, AbiType.ADDRESS_BYTES)));
            }
            case AbiType.Truth() -> {
                zeros(at, at + WORD - 1, "bool as 0 or 1");
                if (input[at + WORD - 1] != 0 && input[at + WORD - 1] != 1)
                    throw new MalformedInput(at + WORD - 1, "bool as 0 or 1");
                yield input[at + WORD - 1] == 1 ? TRUE : FALSE;
            }
            case AbiType.FixedBytes(var length) -> left(at, length);
            case AbiType.FunctionPointer() -> left(at, AbiType.ADDRESS_BYTES + FunctionSignature.SELECTOR_BYTES);
            default -> throw new AssertionError("a type of more than a word");
        };
    }

    private AbiValue left(int at, int length) throws MalformedInput {
        zeros(at + length, at + WORD, "padding of zeros");
        return new AbiValue.Binary(Bytes.copyOf(input, at, length));
    }

    private AbiValue number(int sign, int at) {
        var skip = at;
        while (skip < at + WORD && input[skip] == 0) skip++;
        return skip == at + WORD
                ? ZERO
                : new AbiValue.Numeral(new BigInteger(sign, Arrays.copyOfRange(input, skip, at + WORD)));
    }

    /// A word that counts bytes or items of this input: never more than the input is long.
    private int length(int at, String field) throws MalformedInput {
        for (var i = at; i < at + WORD - 4; i++)
            if (input[i] != 0) throw new MalformedInput(i, field + " within the input");
        var value = 0L;
        for (var i = at + WORD - 4; i < at + WORD; i++) value = value << 8 | input[i] & 0xff;
        if (value > input.length) throw new MalformedInput(at, field + " within the input");
        return (int) value;
    }

    private void zeros(int start, int end, String expected) throws MalformedInput {
        for (var i = start; i < end; i++) if (input[i] != 0) throw new MalformedInput(i, expected);
    }

    private void need(int at, long lengthBytes, String field) throws MalformedInput {
        if (lengthBytes > input.length - at)
            throw new MalformedInput(at, "%s, %d bytes, found %d".formatted(field, lengthBytes, input.length - at));
    }
}
