package tallystick.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.session.PartyId;

/// What a network does to honest parties in one session: any order, some messages twice, in a storm some lost and one
/// party silent from some moment on. Everything that arrives is written into the trace.
final class Weather implements Order, Meddler {
    private static final int DOUBLED_PERCENT = 10;
    private static final int LOST_PERCENT = 4;
    private static final int CRASH_AFTER_MAX = 12;

    private final RandomGenerator chance;
    private final Transcript trace;
    private final boolean storm;
    private final Optional<PartyId> crashing;
    private int leftBeforeCrash;

    private Weather(RandomGenerator chance, Transcript trace, boolean storm, Optional<PartyId> crashing) {
        this.chance = chance;
        this.trace = trace;
        this.storm = storm;
        this.crashing = crashing;
        this.leftBeforeCrash = chance.nextInt(CRASH_AFTER_MAX);
    }

    /// Every message arrives.
    static Weather calm(RandomGenerator chance, Transcript trace) {
        return new Weather(chance, trace, false, Optional.empty());
    }

    /// Messages are lost, or one of `parties` falls silent.
    static Weather storm(RandomGenerator chance, Transcript trace, List<PartyId> parties) {
        return chance.nextBoolean()
                ? new Weather(chance, trace, true, Optional.empty())
                : new Weather(chance, trace, false, Optional.of(parties.get(chance.nextInt(parties.size()))));
    }

    /// Whether everybody must finish.
    boolean isCalm() {
        return !storm && crashing.isEmpty();
    }

    @Override
    public int next(List<Parcel> inFlight) {
        var index = chance.nextInt(inFlight.size());
        var parcel = inFlight.get(index);
        trace.add("from", parcel.from().value()).add("to", parcel.to().value()).add("message", parcel.message());
        return index;
    }

    @Override
    public List<Parcel> meddle(Parcel parcel) {
        if (crashing.isPresent() && crashing.get().equals(parcel.from()) && leftBeforeCrash-- <= 0) return List.of();
        if (storm && chance.nextInt(100) < LOST_PERCENT) return List.of();
        var passed = new ArrayList<Parcel>();
        passed.add(parcel);
        while (chance.nextInt(100) < DOUBLED_PERCENT) passed.add(parcel);
        return passed;
    }
}
