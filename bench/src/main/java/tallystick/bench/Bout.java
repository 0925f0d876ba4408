package tallystick.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// Drives the runs of all parties in one thread and keeps each party's own CPU time apart.
///
/// **Why** CPU time of the thread and not the clock: other programs of the machine take turns with us.
///
/// **Threads** one.
final class Bout {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final SortedMap<PartyId, Long> nanos = new TreeMap<>();
    private long bytes;
    private int rounds;

    private record Parcel(PartyId from, Run.Envelope envelope) {}

    /// Runs a protocol of all parties to its end.
    ///
    /// @param runs by party; closed when this returns
    /// @return what each party got
    <O> SortedMap<PartyId, O> drive(SortedMap<PartyId, Run<O>> runs) {
        var parcels = new ArrayDeque<Parcel>();
        var spoken = new HashSet<Integer>();
        runs.forEach(
                (party, run) -> timed(party, run::start).forEach(envelope -> parcels.add(new Parcel(party, envelope))));
        while (!parcels.isEmpty()) {
            var parcel = parcels.remove();
            var envelope = parcel.envelope();
            bytes += envelope.message().length();
            spoken.add(envelope.round());
            var run = runs.get(envelope.to());
            if (run == null) throw new AssertionError("a message to nobody");
            timed(envelope.to(), () -> run.receive(parcel.from(), envelope.broadcast(), envelope.message()))
                    .forEach(answer -> parcels.add(new Parcel(envelope.to(), answer)));
        }
        var outputs = new TreeMap<PartyId, O>();
        runs.forEach((party, run) -> {
            switch (run.outcome().orElseThrow(() -> new AssertionError(party + " waits for ever"))) {
                case Run.Outcome.Finished<O>(var output) -> outputs.put(party, output);
                case Run.Outcome.Stopped<O>(var blame) -> throw new AssertionError("an honest run stopped: " + blame);
            }
            run.close();
        });
        rounds += spoken.size();
        return outputs;
    }

    /// Does work of one party outside any run, on its account.
    <T> T timed(PartyId party, Supplier<T> work) {
        var begun = CPU.getCurrentThreadCpuTime();
        var done = work.get();
        nanos.merge(party, CPU.getCurrentThreadCpuTime() - begun, Long::sum);
        return done;
    }

    /// Mean CPU time of the parties so far, in milliseconds.
    double millisPerParty() {
        return nanos.values().stream().mapToLong(Long::longValue).average().orElseThrow() / 1e6;
    }

    /// All bytes sent so far.
    long bytes() {
        return bytes;
    }

    /// In how many rounds something was said so far, one run after the other.
    int rounds() {
        return rounds;
    }
}
