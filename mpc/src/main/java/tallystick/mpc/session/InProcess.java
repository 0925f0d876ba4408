package tallystick.mpc.session;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Drives all parties of one session in one thread of one process: for a first try, for tests, for a quorum whose
/// shares lie in one machine's modules. Parties on a network each drive their own [Run] instead.
///
/// **Why** a protocol here is a value without a network; carrying its messages is a loop, and this is that loop.
///
/// **Threads** the caller's alone.
public final class InProcess {
    private InProcess() {}

    private record Parcel(PartyId from, Run.Envelope envelope) {}

    /// Runs everybody until nothing is on its way any more; who still waits then finds the others absent. Closes the
    /// runs, also where a step of one of them throws, which goes through to the caller.
    ///
    /// @param runs of all parties of one session, not yet begun, one each
    /// @return how each ended
    /// @throws IllegalArgumentException if a party has two runs: the caller's fault
    public static <O> SortedMap<PartyId, Run.Outcome<O>> drive(Collection<Run<O>> runs) {
        var byParty = new TreeMap<PartyId, Run<O>>();
        try {
            for (var run : runs)
                if (byParty.put(run.session().self(), run) != null)
                    throw new IllegalArgumentException(
                            "two runs of %s".formatted(run.session().self()));
            carry(byParty);
            var outcomes = new TreeMap<PartyId, Run.Outcome<O>>();
            byParty.forEach((party, run) -> {
                run.expire();
                outcomes.put(party, Invariant.present(run.outcome().orElse(null), "a run that has expired has ended"));
            });
            return Collections.unmodifiableSortedMap(outcomes);
        } finally {
            runs.forEach(Run::close);
        }
    }

    private static <O> void carry(SortedMap<PartyId, Run<O>> byParty) {
        var parcels = new ArrayDeque<Parcel>();
        byParty.forEach((party, run) -> run.start().forEach(each -> parcels.add(new Parcel(party, each))));
        while (!parcels.isEmpty()) {
            var parcel = parcels.remove();
            var to = byParty.get(parcel.envelope().to());
            if (to == null) continue;
            to.receive(
                            parcel.from(),
                            parcel.envelope().broadcast(),
                            parcel.envelope().message())
                    .forEach(each -> parcels.add(new Parcel(to.session().self(), each)));
        }
    }

    /// What each party got, where the caller knows that all are honest.
    ///
    /// @throws IllegalArgumentException with the first blame, if a run stopped: the caller's fault
    public static <O> SortedMap<PartyId, O> finish(Collection<Run<O>> runs) {
        var outputs = new TreeMap<PartyId, O>();
        drive(runs).forEach((party, outcome) -> outputs.put(party, outcome.orThrow()));
        return Collections.unmodifiableSortedMap(outputs);
    }
}
