package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;

/// The honest parties of a key at one moment of an epoch change, and all that was ever said.
/// Whatever was said may arrive at any time, again, or never: so crashes, restarts and losses need no moves of their
/// own.
///
/// @param states of the honest parties
/// @param held which shares each still has: `base`, `1`, `2` (attempts)
/// @param said statements of the honest parties
public record EpochWorld(List<EpochChange> states, List<Set<String>> held, List<EpochStatement> said) {
    /// Copies.
    public EpochWorld {
        states = List.copyOf(states);
        held = held.stream().<Set<String>>map(TreeSet::new).toList();
        said = List.copyOf(said);
    }

    /// Nothing has happened yet, to two parties.
    ///
    /// @param state of both, at their base epoch
    public static EpochWorld fresh(EpochChange state) {
        return new EpochWorld(List.of(state, state), List.of(Set.of("base"), Set.of("base")), List.of());
    }

    /// The world after `party` (its place among them) made `move`; the same if it was none.
    public EpochWorld after(int party, EpochMove move) {
        if (!(move instanceof EpochMove.Moved(var next, var effects))) return this;
        var changed = new ArrayList<>(states);
        changed.set(party, next);
        var kept = new TreeSet<>(held.get(party));
        var spoken = new ArrayList<>(said);
        for (var effect : effects)
            switch (effect) {
                case EpochMove.Effect.Say(var statement) -> {
                    if (!spoken.contains(statement)) spoken.add(statement);
                }
                case EpochMove.Effect.EraseBelow _ ->
                    kept.retainAll(next.inUse()
                            .map(used -> Set.of(Integer.toString(used.about().attempt())))
                            .orElse(Set.of()));
                case EpochMove.Effect.Forward _, EpochMove.Effect.Show _, EpochMove.Effect.Activate _ -> {}
            }
        if (next instanceof EpochChange.Pending pending) kept.add(attempt(pending.candidate()));
        var shares = new ArrayList<>(held);
        shares.set(party, kept);
        return new EpochWorld(changed, shares, spoken);
    }

    /// The world after `party` has said something elsewhere: about another of its keys, or in a state of that one.
    public EpochWorld having(EpochMove elsewhere) {
        if (!(elsewhere instanceof EpochMove.Moved(var _, var effects))) return this;
        var spoken = new ArrayList<>(said);
        for (var effect : effects)
            if (effect instanceof EpochMove.Effect.Say(var statement) && !spoken.contains(statement))
                spoken.add(statement);
        return new EpochWorld(states, held, spoken);
    }

    /// The world after somebody has said something that changes nothing.
    public EpochWorld having(EpochStatement said) {
        return having(new EpochMove.Moved(states.getFirst(), List.of(new EpochMove.Effect.Say(said))));
    }

    /// The attempt whose share `party` signs with; 0 for the base.
    public int using(int party) {
        return switch (states.get(party)) {
            case EpochChange.Active active -> winner(active.certificate());
            case EpochChange.OldErased erased -> winner(erased.certificate());
            case EpochChange.Idle _, EpochChange.Pending _, EpochChange.Prepared _ -> 0;
        };
    }

    /// A certificate of what made the base is none of these attempts.
    private static int winner(Certificate certificate) {
        return certificate.about().baseEpoch() == 0 ? 0 : certificate.about().attempt();
    }

    /// What distinguishes this moment from others.
    public String fingerprint() {
        var statements = said.stream()
                .map(each -> each.kind().code() + "/" + each.about().attempt() + "/"
                        + each.party().value())
                .sorted()
                .collect(Collectors.joining(" "));
        return states.stream().map(EpochWorld::print).collect(Collectors.joining(" | ")) + " | " + held + " | "
                + statements;
    }

    private static String print(EpochChange state) {
        return switch (state) {
            case EpochChange.Idle idle -> "idle %d %d".formatted(idle.activeEpoch(), idle.deniedUpTo());
            case EpochChange.Pending pending ->
                "pending %s %s %d %s"
                        .formatted(
                                attempt(pending.candidate()),
                                attempts(pending.earlier()),
                                pending.deniedUpTo(),
                                pending.heard().keySet());
            case EpochChange.Prepared prepared ->
                "prepared %s %s %d %s"
                        .formatted(
                                attempt(prepared.candidate()),
                                attempts(prepared.earlier()),
                                prepared.deniedUpTo(),
                                prepared.prepared().keySet());
            case EpochChange.Active active ->
                "active %d %s %d"
                        .formatted(
                                winner(active.certificate()), active.activated().keySet(), active.deniedUpTo());
            case EpochChange.OldErased erased ->
                "erased %d %d".formatted(winner(erased.certificate()), erased.deniedUpTo());
        };
    }

    private static String attempts(List<EpochCandidate> candidates) {
        return candidates.stream().map(EpochWorld::attempt).toList().toString();
    }

    private static String attempt(EpochCandidate candidate) {
        return Integer.toString(candidate.about().attempt());
    }
}
