package tallystick.mpc.session;

import java.util.List;
import java.util.TreeSet;

/// One party's view of one run: which run, who I am, who takes part.
///
/// @param id the run
/// @param self this party; one of `parties`
/// @param parties all parties of the run, ascending, distinct
public record Session(SessionId id, PartyId self, List<PartyId> parties) {
    /// @throws IllegalArgumentException if `parties` is not ascending and distinct or lacks `self`: the caller's fault
    public Session {
        parties = List.copyOf(parties);
        if (!List.copyOf(new TreeSet<>(parties)).equals(parties))
            throw new IllegalArgumentException("parties not ascending and distinct");
        if (!parties.contains(self)) throw new IllegalArgumentException("%s not among the parties".formatted(self));
    }

    /// Everybody but me, ascending.
    public List<PartyId> others() {
        return parties.stream().filter(party -> !party.equals(self)).toList();
    }

    /// The party that drives the rounds and adds the derivation tweak.
    public PartyId lowest() {
        return parties.getFirst();
    }
}
