package tallystick.mpc.cheats;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tallystick.crypto.curve.Group;
import tallystick.mpc.frost.FrostMessage;
import tallystick.mpc.frost.SignatureShare;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// Hands on the wire that rewrite FROST messages as a cheating party would send them.
final class FrostCheat {
    private FrostCheat() {}

    /// Every commitment message of `cheater`, rewritten.
    static Meddler commits(PartyId cheater, SessionId session, Group group, UnaryOperator<FrostMessage.Commit> change) {
        return Meddler.where(parcel -> parcel.from().equals(cheater) && parcel.round() == 1, parcel -> {
            var commit = (FrostMessage.Commit)
                    FrostMessage.parse(parcel.message(), session, group).orThrow();
            return List.of(parcel.with(change.apply(commit).encode()));
        });
    }

    /// Every share message of `cheater`, rewritten.
    static Meddler shares(PartyId cheater, SessionId session, Group group, UnaryOperator<FrostMessage.Share> change) {
        return Meddler.where(parcel -> parcel.from().equals(cheater) && parcel.round() == 2, parcel -> {
            var share = (FrostMessage.Share)
                    FrostMessage.parse(parcel.message(), session, group).orThrow();
            return List.of(parcel.with(change.apply(share).encode()));
        });
    }

    /// The share of one request, off by one.
    static FrostMessage.Share offByOne(FrostMessage.Share share, int request) {
        var shares = new ArrayList<>(share.shares());
        var response = shares.get(request).response();
        shares.set(request, new SignatureShare(response.plus(response.group().scalar(1))));
        return new FrostMessage.Share(share.session(), share.commitments(), shares);
    }
}
