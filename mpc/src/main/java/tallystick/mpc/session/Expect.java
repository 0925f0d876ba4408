package tallystick.mpc.session;

import java.util.Collection;
import java.util.Set;

/// What a state waits for.
///
/// @param round the round's number, from 1
/// @param broadcastFrom whose broadcast of this round
/// @param directFrom whose direct message of this round
public record Expect(int round, Set<PartyId> broadcastFrom, Set<PartyId> directFrom) {
    /// Copies both sets.
    public Expect {
        broadcastFrom = Set.copyOf(broadcastFrom);
        directFrom = Set.copyOf(directFrom);
    }

    /// A broadcast from each.
    public static Expect broadcasts(int round, Collection<PartyId> from) {
        return new Expect(round, Set.copyOf(from), Set.of());
    }

    /// A direct message from each.
    public static Expect directs(int round, Collection<PartyId> from) {
        return new Expect(round, Set.of(), Set.copyOf(from));
    }

    /// Both from each.
    public static Expect both(int round, Collection<PartyId> from) {
        return new Expect(round, Set.copyOf(from), Set.copyOf(from));
    }
}
