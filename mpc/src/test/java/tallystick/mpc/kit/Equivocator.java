package tallystick.mpc.kit;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.echo.EchoMessage;
import tallystick.mpc.echo.SignedStatement;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Protocol;

/// A party that broadcasts one thing to some and another to others.
public final class Equivocator {
    private Equivocator() {}

    /// In `round` of `protocol`, whose party cheats, `victims` hear what `alter` makes of the broadcast. No signatures.
    public static <M extends Message> Meddler plain(
            Protocol<?, M, ?> protocol, int round, Collection<PartyId> victims, UnaryOperator<M> alter) {
        var deceived = Set.copyOf(victims);
        var cheater = protocol.session().self();
        return Rewriter.ofMessages(
                protocol,
                parcel -> parcel.from().equals(cheater)
                        && parcel.broadcast()
                        && parcel.round() == round
                        && deceived.contains(parcel.to()),
                alter);
    }

    /// The same where broadcasts are echoed: the cheater signs both with its own key.
    ///
    /// @param round the round of the protocol itself
    public static <M extends Message> Meddler signed(
            Protocol<?, M, ?> protocol,
            PartyIdentity identity,
            int round,
            Collection<PartyId> victims,
            UnaryOperator<M> alter) {
        var deceived = Set.copyOf(victims);
        var session = protocol.session();
        return Meddler.where(
                parcel -> parcel.from().equals(session.self()) && deceived.contains(parcel.to()), parcel -> {
                    if (!(EchoMessage.parse(protocol, parcel.message()) instanceof Parsed.Ok<EchoMessage<M>>(var echo)
                            && echo instanceof EchoMessage.Signed<M> signed
                            && signed.message().round() == round)) return List.of(parcel);
                    var other = alter.apply(signed.message()).encode();
                    var statement = SignedStatement.sign(identity, session.id(), session.self(), round, other);
                    return List.of(parcel.with(EchoMessage.Signed.encode(session.id(), other, statement.signature())));
                });
    }
}
