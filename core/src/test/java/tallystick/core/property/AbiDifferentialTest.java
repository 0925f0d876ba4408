package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ethereum.abi.AbiCodec;
import tallystick.core.chain.ethereum.abi.AbiType;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.Parameter;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Our codec and another's, on types and values drawn from a seed.
class AbiDifferentialTest {
    private static final int CASES = 3000;

    private static AbiType type(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 11)) {
            case 0 -> new AbiType.Unsigned(8 * (1 + random.nextInt(32)));
            case 1 -> new AbiType.Signed(8 * (1 + random.nextInt(32)));
            case 2 -> new AbiType.Location();
            case 3 -> new AbiType.Truth();
            case 4 -> new AbiType.FixedBytes(1 + random.nextInt(32));
            case 5 -> new AbiType.DynamicBytes();
            case 6 -> new AbiType.Text();
            case 7 -> new AbiType.FunctionPointer();
            case 8 -> new AbiType.FixedArray(type(random, depth - 1), 1 + random.nextInt(3));
            case 9 -> new AbiType.Array(type(random, depth - 1));
            default -> new AbiType.Tuple(types(random, 1 + random.nextInt(3), depth - 1));
        };
    }

    private static List<Parameter> types(Random random, int count, int depth) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Parameter("", type(random, depth)))
                .toList();
    }

    private static Bytes bytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    private static AbiValue value(AbiType type, Random random) {
        return switch (type) {
            case AbiType.Unsigned(var bits) -> new AbiValue.Numeral(new BigInteger(random.nextInt(bits + 1), random));
            case AbiType.Signed(var bits) -> {
                var magnitude = new BigInteger(random.nextInt(bits), random);
                yield new AbiValue.Numeral(random.nextBoolean() ? magnitude : magnitude.not());
            }
            case AbiType.Location() -> new AbiValue.Location(new Address(bytes(random, 20)));
            case AbiType.Truth() -> new AbiValue.Truth(random.nextBoolean());
            case AbiType.FixedBytes(var length) -> new AbiValue.Binary(bytes(random, length));
            case AbiType.FunctionPointer() -> new AbiValue.Binary(bytes(random, 24));
            case AbiType.DynamicBytes() -> new AbiValue.Binary(bytes(random, random.nextInt(70)));
            case AbiType.Text() -> new AbiValue.Text(Bytes.ofUtf8("é".repeat(random.nextInt(40))));
            case AbiType.FixedArray(var item, var count) -> items(item, count, random);
            case AbiType.Array(var item) -> items(item, random.nextInt(4), random);
            case AbiType.Tuple(var fields) ->
                new AbiValue.Sequence(fields.stream()
                        .map(field -> value(field.type(), random))
                        .toList());
        };
    }

    private static AbiValue items(AbiType item, int count, Random random) {
        return new AbiValue.Sequence(
                IntStream.range(0, count).mapToObj(i -> value(item, random)).toList());
    }

    private static String canonical(List<Parameter> types) {
        return types.stream().map(type -> type.type().canonical()).collect(Collectors.joining(",", "(", ")"));
    }

    /// What the other library read, in our values.
    private static AbiValue ours(AbiType type, Object theirs) {
        return switch (type) {
            case AbiType.Unsigned _, AbiType.Signed _ -> new AbiValue.Numeral(new BigInteger(theirs.toString()));
            case AbiType.Location() ->
                new AbiValue.Location(Address.parse(theirs.toString()).orElseThrow());
            case AbiType.Truth() -> new AbiValue.Truth((Boolean) theirs);
            case AbiType.FixedBytes _, AbiType.FunctionPointer _, AbiType.DynamicBytes _ ->
                new AbiValue.Binary(Bytes.copyOf((byte[]) theirs));
            case AbiType.Text() -> new AbiValue.Text(Bytes.ofUtf8((String) theirs));
            case AbiType.FixedArray(var item, var _) -> ours(item, theirs, Array.getLength(theirs));
            case AbiType.Array(var item) -> ours(item, theirs, Array.getLength(theirs));
            case AbiType.Tuple(var fields) -> new AbiValue.Sequence(ours(fields, (Tuple) theirs));
        };
    }

    private static AbiValue ours(AbiType item, Object array, int count) {
        return new AbiValue.Sequence(IntStream.range(0, count)
                .mapToObj(i -> ours(item, Array.get(array, i)))
                .toList());
    }

    private static List<AbiValue> ours(List<Parameter> types, Tuple theirs) {
        var values = new ArrayList<AbiValue>();
        for (var i = 0; i < types.size(); i++) values.add(ours(types.get(i).type(), theirs.get(i)));
        return values;
    }

    @Test
    void whatWeWrite_isReadTheSameByAnotherLibraryAndByUs() {
        for (var seed = 0; seed < CASES; seed++) {
            var random = new Random(seed);
            var types = types(random, 1 + random.nextInt(5), 3);
            var values = types.stream().map(type -> value(type.type(), random)).toList();
            var encoded = AbiCodec.encode(types, values);
            assertThat(AbiCodec.decode(types, encoded).orThrow())
                    .as("seed %d", seed)
                    .isEqualTo(values);
            Tuple theirs = TupleType.parse(canonical(types)).decode(encoded.toArray());
            assertThat(ours(types, theirs)).as("seed %d", seed).isEqualTo(values);
            assertThat(Bytes.copyOf(TupleType.<Tuple>parse(canonical(types))
                            .encode(theirs)
                            .array()))
                    .as("seed %d", seed)
                    .isEqualTo(encoded);
        }
    }

    @Test
    void aChangedByte_isRefusedOrTheOneSpellingOfAnotherValue() {
        var refused = 0;
        for (var seed = 0; seed < CASES; seed++) {
            var random = new Random(seed);
            var types = types(random, 1 + random.nextInt(4), 2);
            var values = types.stream().map(type -> value(type.type(), random)).toList();
            var changed = AbiCodec.encode(types, values).toArray();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            var parsed = AbiCodec.decode(types, Bytes.copyOf(changed));
            if (parsed instanceof Parsed.Ok<List<AbiValue>>(var other))
                assertThat(AbiCodec.encode(types, other)).as("seed %d", seed).isEqualTo(Bytes.copyOf(changed));
            else refused++;
        }
        assertThat(refused).isBetween(CASES / 4, CASES);
    }
}
