package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tallystick.mpc.session.PartyId;

/// Records what passes and says it again where it does not belong.
public final class Replayer implements Meddler {
    private final List<Parcel> recorded = new ArrayList<>();

    /// Records and lets pass.
    @Override
    public List<Parcel> meddle(Parcel parcel) {
        recorded.add(parcel);
        return List.of(parcel);
    }

    /// Everything recorded so far.
    public List<Parcel> recorded() {
        return List.copyOf(recorded);
    }

    /// After each parcel of a run, everything recorded *earlier* (in this run or another) once more, to everybody.
    public Meddler again(Collection<PartyId> parties) {
        return parcel -> {
            var flood = new ArrayList<Parcel>();
            flood.add(parcel);
            for (var old : recorded) flood.addAll(misplaced(old, parties));
            recorded.add(parcel);
            return flood;
        };
    }

    /// What a network can do with a parcel without breaking the channels: the same again, to every other receiver, and
    /// back to its sender.
    public static Collection<Parcel> misplaced(Parcel old, Collection<PartyId> parties) {
        return parties.stream().map(old::to).toList();
    }

    /// What a receiver can do: say it to its sender as its own.
    public static Parcel returned(Parcel old) {
        return old.from(old.to()).to(old.from());
    }
}
