package tallystick.mpc.kit;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import tallystick.crypto.codec.Bytes;

/// One way to spoil the bytes of a field.
///
/// @param name for the report
/// @param apply gives the spoilt bytes
public record Mutation(String name, UnaryOperator<Bytes> apply) {
    /// First and last bit turned, all zero, all one, one byte less, one more, nothing.
    public static List<Mutation> all() {
        return List.of(
                new Mutation("first bit turned", field -> flip(field, 0, 0x80)),
                new Mutation("last bit turned", field -> flip(field, field.length() - 1, 0x01)),
                filled("all zero", 0x00),
                filled("all ones", 0xff),
                new Mutation("a byte less", field -> field.slice(0, field.length() - 1)),
                new Mutation("a byte more", field -> Bytes.concat(field, Bytes.copyOf((byte) 0))),
                new Mutation("nothing", _ -> Bytes.empty()));
    }

    /// Those that keep the length.
    public static List<Mutation> keepingLength() {
        return all().subList(0, 4);
    }

    private static Mutation filled(String name, int value) {
        return new Mutation(name, field -> {
            var bytes = new byte[field.length()];
            Arrays.fill(bytes, (byte) value);
            return Bytes.copyOf(bytes);
        });
    }

    private static Bytes flip(Bytes field, int index, int mask) {
        var bytes = field.toArray();
        bytes[index] ^= (byte) mask;
        return Bytes.copyOf(bytes);
    }
}
