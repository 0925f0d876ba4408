package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tallystick.mpc.session.Filing;
import tallystick.mpc.session.Message;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.State;

/// Runs the parties of one session in one thread: who hears what next is an [Order], what happens on the way a
/// [Meddler]. When nothing is in flight any more, the clock of every unfinished run runs out.
///
/// @param <O> what the protocol produces
public final class Network<O> {
    private static final int DELIVERIES_MAX = 1_000_000;

    private final SortedMap<PartyId, Run<O>> runs = new TreeMap<>();
    private final List<Parcel> inFlight = new ArrayList<>();
    private final List<Parcel> sent = new ArrayList<>();
    private final Map<PartyId, Map<Filing, Integer>> filings = new TreeMap<>();
    private Order order = Order.inOrder();
    private Meddler meddler = Meddler.none();

    private Network() {}

    /// One run for each protocol value; each says by its session whose it is. Nothing is echoed.
    public static <S extends State, M extends Message, O> Network<O> of(
            Collection<? extends Protocol<S, M, O>> parties) {
        return ofRuns(parties.stream().map(Run::unechoed).toList());
    }

    /// `protocol` for each party.
    public static <S extends State, M extends Message, O> Network<O> of(
            Collection<PartyId> parties, Function<PartyId, ? extends Protocol<S, M, O>> protocol) {
        return of(parties.stream().map(protocol).toList());
    }

    /// These runs, not yet begun.
    public static <O> Network<O> ofRuns(Collection<Run<O>> runs) {
        var network = new Network<O>();
        for (var run : runs) {
            if (network.runs.put(run.session().self(), run) != null)
                throw new IllegalArgumentException(
                        "%s twice".formatted(run.session().self()));
        }
        return network;
    }

    /// Sets the order of arrival; in order of sending if never called.
    public Network<O> order(Order order) {
        this.order = order;
        return this;
    }

    /// Adds a hand on the wire, after those already there.
    public Network<O> meddle(Meddler next) {
        this.meddler = meddler.then(next);
        return this;
    }

    /// Starts everybody, delivers until nothing is in flight, lets the clocks run out, closes the runs.
    ///
    /// @return how each run ended, by party
    public SortedMap<PartyId, Run.Outcome<O>> run() {
        runs.forEach((self, run) -> post(self, run.start()));
        var deliveries = 0;
        while (!inFlight.isEmpty()) {
            if (++deliveries > DELIVERIES_MAX) throw new AssertionError("messages without end");
            deliver(inFlight.remove(order.next(Collections.unmodifiableList(inFlight))));
        }
        var outcomes = new TreeMap<PartyId, Run.Outcome<O>>();
        runs.forEach((self, run) -> {
            run.expire();
            outcomes.put(self, run.outcome().orElseThrow());
            run.close();
        });
        return Collections.unmodifiableSortedMap(outcomes);
    }

    /// All parcels as honest code sent them, before any meddling.
    public List<Parcel> sent() {
        return List.copyOf(sent);
    }

    /// What `party` did with the messages it got.
    public Map<Filing, Integer> filingsOf(PartyId party) {
        return filings.getOrDefault(party, Map.of());
    }

    /// Puts a parcel into the network that nobody sent.
    public void inject(Parcel parcel) {
        inFlight.add(parcel);
    }

    private void post(PartyId from, List<Run.Envelope> envelopes) {
        for (var envelope : envelopes) {
            var parcel = Parcel.of(from, envelope);
            sent.add(parcel);
            inFlight.addAll(meddler.meddle(parcel));
        }
    }

    private void deliver(Parcel parcel) {
        var run = runs.get(parcel.to());
        if (run == null) return;
        var receipt = run.take(parcel.from(), parcel.broadcast(), parcel.message());
        filings.computeIfAbsent(parcel.to(), _ -> new EnumMap<>(Filing.class)).merge(receipt.filing(), 1, Integer::sum);
        post(parcel.to(), receipt.send());
    }
}
