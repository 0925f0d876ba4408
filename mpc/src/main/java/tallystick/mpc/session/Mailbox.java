package tallystick.mpc.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Letters by (round, sender, broadcast or direct), the first of each place.
///
/// @param <M> the protocol's message type
final class Mailbox<M extends Message> {
    private record Place(int round, PartyId sender, boolean broadcast) {}

    private final Map<Place, M> letters = new HashMap<>();
    private final int laterPerSenderMax;

    Mailbox(int laterPerSenderMax) {
        this.laterPerSenderMax = laterPerSenderMax;
    }

    /// @param message no repetition of one that was filed ([Heard])
    Filing file(int currentRound, PartyId sender, boolean broadcast, M message) {
        if (message.round() < currentRound) return Filing.EARLIER_ROUND;
        var place = new Place(message.round(), sender, broadcast);
        if (letters.containsKey(place)) return Filing.CONFLICTING;
        if (message.round() > currentRound && laterOf(sender, currentRound) >= laterPerSenderMax)
            return Filing.OVER_LIMIT;
        letters.put(place, message);
        return Filing.FILED;
    }

    /// Whose message of this round came on the wrong way: a broadcast where only a direct one is due, or the reverse.
    SortedSet<PartyId> onWrongWay(Expect expect) {
        var wrong = new TreeSet<PartyId>();
        for (var place : letters.keySet()) {
            if (place.round() != expect.round()) continue;
            var due = dueFrom(expect, place.broadcast());
            var dueOtherwise = dueFrom(expect, !place.broadcast());
            if (!due.contains(place.sender()) && dueOtherwise.contains(place.sender())) wrong.add(place.sender());
        }
        return wrong;
    }

    /// Who still owes something.
    SortedSet<PartyId> missing(Expect expect) {
        var missing = new TreeSet<PartyId>();
        for (var way : List.of(true, false)) {
            for (var sender : dueFrom(expect, way)) {
                if (!letters.containsKey(new Place(expect.round(), sender, way))) missing.add(sender);
            }
        }
        return missing;
    }

    /// All that `expect` asks for; empty while something is missing. It is dropped when the round goes on.
    Optional<Inbox<M>> complete(Expect expect) {
        return missing(expect).isEmpty() ? Optional.of(soFar(expect)) : Optional.empty();
    }

    /// What there is of all that `expect` asks for.
    Inbox<M> soFar(Expect expect) {
        return new Inbox<>(messages(expect, true), messages(expect, false));
    }

    /// The first that each sender said, on either way, where nobody has asked for a round yet.
    Inbox<M> first() {
        return new Inbox<>(first(true), first(false));
    }

    private SortedMap<PartyId, M> first(boolean broadcast) {
        var found = new TreeMap<PartyId, M>();
        letters.forEach((place, letter) -> {
            if (place.broadcast() == broadcast)
                found.merge(place.sender(), letter, (one, other) -> one.round() < other.round() ? one : other);
        });
        return found;
    }

    /// Drops what no longer counts because the protocol went on to a later round.
    void forgetBefore(int round) {
        letters.keySet().removeIf(place -> place.round() < round);
    }

    void clear() {
        letters.clear();
    }

    private SortedMap<PartyId, M> messages(Expect expect, boolean broadcast) {
        var found = new TreeMap<PartyId, M>();
        for (var sender : dueFrom(expect, broadcast)) {
            var letter = letters.get(new Place(expect.round(), sender, broadcast));
            if (letter != null) found.put(sender, letter);
        }
        return found;
    }

    private long laterOf(PartyId sender, int currentRound) {
        return letters.keySet().stream()
                .filter(place -> place.sender().equals(sender) && place.round() > currentRound)
                .count();
    }

    private static Set<PartyId> dueFrom(Expect expect, boolean broadcast) {
        return broadcast ? expect.broadcastFrom() : expect.directFrom();
    }
}
