package tallystick.core.chain.ethereum.safe;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;

/// The calls of a `multiSend`, in order.
///
/// **Form** for each: operation (1) ‖ to (20) ‖ value (32) ‖ length (32) ‖ data; nothing between or after.
///
/// @spec https://docs.safe.global/advanced/smart-account-overview Safe, batched transactions
public record PackedBatch(List<Leg> legs) {
    /// Most calls of one batch.
    public static final int LEGS_MAX = 2048;

    /// One call.
    ///
    /// @param value wei
    public record Leg(Effect.Operation operation, Address to, BigInteger value, Bytes data) {}

    /// Copies.
    public PackedBatch {
        legs = List.copyOf(legs);
    }

    /// Reads a batch; every byte accounted for.
    public static Parsed<PackedBatch> parse(Bytes input) {
        return Reader.parse(input, reader -> {
            var legs = new ArrayList<Leg>();
            while (reader.remaining() > 0) {
                if (legs.size() == LEGS_MAX) throw reader.malformed("at most %d calls".formatted(LEGS_MAX));
                var delegated = reader.bool("operation");
                var to = new Address(reader.raw(20, "to"));
                var value = new BigInteger(1, reader.raw(32, "value").toArray());
                reader.expect(Bytes.copyOf(new byte[28]), "data length below 2^32");
                var data = reader.raw(reader.u32("data length"), "data");
                legs.add(new Leg(delegated ? Effect.Operation.DELEGATECALL : Effect.Operation.CALL, to, value, data));
            }
            return new PackedBatch(legs);
        });
    }

    /// The bytes that are read back as this.
    public Bytes encode() {
        var parts = new ArrayList<Bytes>();
        for (var leg : legs) {
            parts.add(Bytes.copyOf((byte) (leg.operation() == Effect.Operation.CALL ? 0 : 1)));
            parts.add(leg.to().value());
            parts.add(word(leg.value()));
            parts.add(word(BigInteger.valueOf(leg.data().length())));
            parts.add(leg.data());
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    private static Bytes word(BigInteger number) {
        return Words.empty().number(number).bytes();
    }
}
