package tallystick.mpc.kit;

import tallystick.crypto.codec.Bytes;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// One message in flight.
///
/// @param from the authenticated sender
/// @param to the receiver
/// @param broadcast whether it was sent to everybody
/// @param round what the sender said its round is
/// @param message the bytes
public record Parcel(PartyId from, PartyId to, boolean broadcast, int round, Bytes message) {
    static Parcel of(PartyId from, Run.Envelope envelope) {
        return new Parcel(from, envelope.to(), envelope.broadcast(), envelope.round(), envelope.message());
    }

    /// The same with other bytes.
    public Parcel with(Bytes other) {
        return new Parcel(from, to, broadcast, round, other);
    }

    /// The same, as if `other` had sent it.
    public Parcel from(PartyId other) {
        return new Parcel(other, to, broadcast, round, message);
    }

    /// The same, to `other`.
    public Parcel to(PartyId other) {
        return new Parcel(from, other, broadcast, round, message);
    }

    /// The same, on the other way: a broadcast as direct, or the reverse.
    public Parcel onTheOtherWay() {
        return new Parcel(from, to, !broadcast, round, message);
    }
}
