package tallystick.mpc.echo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// Holds others' echoes of one round beside what this party saw, and says who lied. What is proven to outsiders comes
/// first: equivocation, then, unless parties were given different things, false echoes and incomplete ones.
final class Comparison {
    private final SortedMap<PartyId, SignedStatement> seen;
    private final PartyId self;
    private final Roster roster;
    private final SortedSet<PartyId> equivocators = new TreeSet<>();
    private final List<Bytes> evidence = new ArrayList<>();
    private final SortedSet<PartyId> falseEchoers = new TreeSet<>();
    private final SortedSet<PartyId> incompleteEchoers = new TreeSet<>();
    private final List<Bytes> againstMyself = new ArrayList<>();

    Comparison(SortedMap<PartyId, SignedStatement> seen, PartyId self, Roster roster) {
        this.seen = seen;
        this.self = self;
        this.roster = roster;
    }

    void hear(PartyId echoer, List<SignedStatement> theirs) {
        var named = new TreeSet<PartyId>();
        for (var statement : theirs) {
            named.add(statement.sender());
            var mine = seen.get(statement.sender());
            if (mine != null && !mine.equals(statement)) differ(echoer, mine, statement);
        }
        if (!named.equals(seen.keySet())) incompleteEchoers.add(echoer);
    }

    private void differ(PartyId echoer, SignedStatement mine, SignedStatement theirs) {
        if (!theirs.verifies(roster)) {
            falseEchoers.add(echoer);
        } else if (!theirs.message().equals(mine.message())) {
            if (mine.sender().equals(self)) {
                againstMyself.addAll(List.of(mine.encode(), theirs.encode()));
            } else if (equivocators.add(mine.sender())) {
                evidence.addAll(List.of(mine.encode(), theirs.encode()));
            }
        }
    }

    /// What holds however few echoes are in.
    /// @spec docs/spec/echo.md#EC-9 echo
    Optional<Blame> equivocationOr(Optional<Blame> dissent) {
        return equivocators.isEmpty()
                ? dissent
                : Optional.of(new Blame(
                        List.copyOf(equivocators), Fault.EQUIVOCATION, "two signed broadcasts in one round", evidence));
    }

    /// @param dissent why all this may be, with nobody lying: whoever was given other keys or parties echoes otherwise
    /// @spec docs/spec/echo.md#EC-6 echo
    Optional<Blame> verdict(Optional<Blame> dissent) {
        var whatever = equivocationOr(dissent);
        if (whatever.isPresent()) return whatever;
        if (!falseEchoers.isEmpty())
            return Optional.of(
                    Blame.of(falseEchoers, Fault.BAD_SIGNATURE, "echo of a broadcast its sender did not sign"));
        if (!incompleteEchoers.isEmpty())
            return Optional.of(Blame.of(incompleteEchoers, Fault.WRONG_COUNT, "echo of exactly those who broadcast"));
        if (!againstMyself.isEmpty())
            return Optional.of(new Blame(
                    List.of(), Fault.ECHO_MISMATCH, "this party's own key signed another broadcast", againstMyself));
        return Optional.empty();
    }
}
