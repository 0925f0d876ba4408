package tallystick.core.chain.ethereum.abi;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;

/// Writes what [AbiReader] reads.
final class AbiWriter {
    private static final int WORD = AbiType.WORD_BYTES;

    Bytes whole(List<Parameter> types, List<? extends AbiValue> values) {
        return row(types.stream().map(Parameter::type).toList(), values);
    }

    private Bytes row(List<AbiType> types, List<? extends AbiValue> values) {
        if (types.size() != values.size())
            throw new IllegalArgumentException("%d values for %d types".formatted(values.size(), types.size()));
        var heads = new Writer();
        var tails = new Writer();
        var offset = types.stream().mapToLong(AbiType::headBytes).sum();
        for (var i = 0; i < types.size(); i++) {
            var encoded = one(types.get(i), values.get(i));
            if (types.get(i).isDynamic()) {
                heads.raw(number(BigInteger.valueOf(offset)));
                tails.raw(encoded);
                offset += encoded.length();
            } else heads.raw(encoded);
        }
        return Bytes.concat(heads.toBytes(), tails.toBytes());
    }

    private Bytes one(AbiType type, AbiValue value) {
        return switch (type) {
            case AbiType.Unsigned(var bits)
            when value instanceof AbiValue.Numeral(var number) -> {
                if (number.signum() < 0 || number.bitLength() > bits) throw unfit(type);
                yield number(number);
            }
            case AbiType.Signed(var bits)
            when value instanceof AbiValue.Numeral(var number) -> {
                if (number.bitLength() >= bits) throw unfit(type);
                yield number(number);
            }
            case AbiType.Location()
            when value instanceof AbiValue.Location(var address) ->
                Bytes.concat(Bytes.copyOf(new byte[WORD - AbiType.ADDRESS_BYTES]), address.value());
            case AbiType.Truth()
            when value instanceof AbiValue.Truth(var truth) -> number(truth ? BigInteger.ONE : BigInteger.ZERO);
            case AbiType.FixedBytes(var length)
            when value instanceof AbiValue.Binary(var bytes) -> left(type, length, bytes);
            case AbiType.FunctionPointer()
            when value instanceof AbiValue.Binary(var bytes) ->
                left(type, AbiType.ADDRESS_BYTES + FunctionSignature.SELECTOR_BYTES, bytes);
            case AbiType.DynamicBytes() when value instanceof AbiValue.Binary(var bytes) -> counted(bytes);
            case AbiType.Text() when value instanceof AbiValue.Text(var bytes) -> counted(bytes);
            case AbiType.FixedArray(var item, var count)
            when value instanceof AbiValue.Sequence(var items) -> row(Collections.nCopies(count, item), items);
            case AbiType.Array(var item)
            when value instanceof AbiValue.Sequence(var items) ->
                Bytes.concat(
                        number(BigInteger.valueOf(items.size())), row(Collections.nCopies(items.size(), item), items));
            case AbiType.Tuple(var fields) when value instanceof AbiValue.Sequence(var items) -> whole(fields, items);
            default -> throw unfit(type);
        };
    }

    private static Bytes left(AbiType type, int length, Bytes bytes) {
        if (bytes.length() != length) throw unfit(type);
        return padded(bytes);
    }

    private static Bytes counted(Bytes bytes) {
        return Bytes.concat(number(BigInteger.valueOf(bytes.length())), padded(bytes));
    }

    private static Bytes padded(Bytes bytes) {
        return Bytes.concat(bytes, Bytes.copyOf(new byte[(WORD - bytes.length() % WORD) % WORD]));
    }

    /// A word, two's complement.
    private static Bytes number(BigInteger value) {
        var word = new byte[WORD];
        if (value.signum() < 0) java.util.Arrays.fill(word, (byte) 0xff);
        var bytes = value.toByteArray();
        var length = Math.min(bytes.length, WORD);
        System.arraycopy(bytes, bytes.length - length, word, WORD - length, length);
        return Bytes.copyOf(word);
    }

    private static IllegalArgumentException unfit(AbiType type) {
        return new IllegalArgumentException("a value that is not of type " + type.canonical());
    }
}
