package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
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

    /// After each parcel of a run, everything recorded *earlier* (in this run or another) once more: the same again, to
    /// every other receiver, and back to its sender as if the receiver had said it.
    public Meddler again(Collection<PartyId> parties) {
        return parcel -> {
            var flood = new ArrayList<Parcel>();
            flood.add(parcel);
            for (var old : recorded) flood.addAll(misplaced(old, parties));
            recorded.add(parcel);
            return flood;
        };
    }

    /// The ways to say one parcel again.
    public static Collection<Parcel> misplaced(Parcel old, Collection<PartyId> parties) {
        var ways = new LinkedHashSet<Parcel>();
        ways.add(old);
        for (var other : parties) {
            if (!other.equals(old.from())) ways.add(old.to(other));
        }
        ways.add(old.from(old.to()).to(old.from()));
        return ways;
    }
}
