package tallystick.mpc.kit;

import java.util.List;
import tallystick.mpc.session.PartyId;

/// A party that stops in the middle: of all it sends, only the first `messages` parcels leave.
public final class Crasher implements Meddler {
    private final PartyId party;
    private int left;

    /// @param messages how many parcels still leave, from 0
    public Crasher(PartyId party, int messages) {
        this.party = party;
        this.left = messages;
    }

    @Override
    public List<Parcel> meddle(Parcel parcel) {
        if (!parcel.from().equals(party)) return List.of(parcel);
        return left-- > 0 ? List.of(parcel) : List.of();
    }
}
