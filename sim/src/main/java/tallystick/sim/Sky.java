package tallystick.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.kit.Network;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// All chance of one life, and the sessions run under it. After each session what must hold is checked: honest parties
/// are blamed for nothing but silence, those who finish agree, and where every message arrives everybody finishes.
final class Sky {
    private static final int ATTEMPTS = 3;

    private final SplittableRandom chance;
    private final Transcript trace = Transcript.of("tallystick/sim/v1/trace");
    private int sessions;
    private int stopped;

    Sky(long seed) {
        this.chance = new SplittableRandom(seed);
    }

    /// An index below `count`.
    int pick(int count) {
        return chance.nextInt(count);
    }

    /// One of these.
    <T> T pick(List<T> from) {
        return from.get(chance.nextInt(from.size()));
    }

    /// A seed for whatever needs its own.
    long seed() {
        return chance.nextLong() >>> 16;
    }

    /// How many sessions were run.
    int sessions() {
        return sessions;
    }

    /// How many of them did not finish for everybody.
    int stopped() {
        return stopped;
    }

    /// Hash of all that arrived and of what came out.
    Digest32 digest() {
        return trace.digest();
    }

    /// Runs sessions of one kind until one finishes for everybody; the last one under a clear sky.
    ///
    /// @param begin a new session from a seed
    /// @param same what all must agree on
    /// @param discard what to do with the output of a session that others did not finish
    <O> SortedMap<PartyId, O> settle(
            String step,
            List<PartyId> parties,
            LongFunction<Network<O>> begin,
            Function<O, Object> same,
            Consumer<O> discard) {
        for (var attempt = 1; ; attempt++) {
            var stormy = attempt < ATTEMPTS && chance.nextInt(3) == 0;
            var weather = stormy ? Weather.storm(chance, trace, parties) : Weather.calm(chance, trace);
            trace.add("step", step).add("attempt", attempt);
            var outcomes = begin.apply(seed()).order(weather).meddle(weather).run();
            var finished = judged(step, outcomes, weather, same);
            sessions++;
            if (finished.size() == parties.size()) return finished;
            stopped++;
            finished.values().forEach(discard);
        }
    }

    private <O> SortedMap<PartyId, O> judged(
            String step, SortedMap<PartyId, Run.Outcome<O>> outcomes, Weather weather, Function<O, Object> same) {
        var finished = new TreeMap<PartyId, O>();
        var results = new ArrayList<>();
        outcomes.forEach((party, outcome) -> {
            switch (outcome) {
                case Run.Outcome.Finished<O>(var output) -> {
                    finished.put(party, output);
                    results.add(same.apply(output));
                    trace.add("finished", party.value());
                }
                case Run.Outcome.Stopped<O>(var blame) -> {
                    Broken.unless(
                            blame.fault() == Fault.ABSENT,
                            "%s: %s blames %s: %s".formatted(step, party, blame.culprits(), blame));
                    Broken.unless(!weather.isCalm(), "%s: %s stopped though all arrived".formatted(step, party));
                    trace.add("stopped", party.value());
                }
            }
        });
        Broken.unless(results.stream().distinct().count() <= 1, "%s: parties finished differently".formatted(step));
        return finished;
    }
}
