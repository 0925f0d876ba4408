package tallystick.mpc.kit;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;

/// Hands on the wire that alter what passes.
public final class Rewriter {
    private Rewriter() {}

    /// Alters the bytes of parcels that fit.
    public static Meddler ofBytes(Predicate<Parcel> fits, UnaryOperator<Bytes> alter) {
        return Meddler.where(fits, parcel -> List.of(parcel.with(alter.apply(parcel.message()))));
    }

    /// Alters the parsed message of parcels that fit, as `protocol` reads and writes it.
    public static <M extends Message> Meddler ofMessages(
            Protocol<?, M, ?> protocol, Predicate<Parcel> fits, UnaryOperator<M> alter) {
        return perReceiver(protocol, fits, (_, message) -> alter.apply(message));
    }

    /// Says something else to each receiver.
    public static <M extends Message> Meddler perReceiver(
            Protocol<?, M, ?> protocol, Predicate<Parcel> fits, BiFunction<PartyId, M, M> alter) {
        return Meddler.where(fits, parcel -> switch (protocol.parse(parcel.message())) {
            case Parsed.Ok<M>(var message) ->
                List.of(parcel.with(alter.apply(parcel.to(), message).encode()));
            case Parsed.Malformed<M>(var offset, var expected) ->
                throw new AssertionError("at byte %d: expected %s".formatted(offset, expected));
        });
    }

    /// What `from` sends in `round`.
    public static Predicate<Parcel> sentBy(PartyId from, int round) {
        return parcel -> parcel.from().equals(from) && parcel.round() == round;
    }
}
