package tallystick.node.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.node.budget.Budget;
import tallystick.node.budget.Purse;

/// Owns the world for the protocols: moves their messages over the links, and turns silence into an absence after a
/// time limit. One call of [#drive] is one run on the caller's own (virtual) thread.
///
/// A peer may be faster than this node's own door, so frames of a run that has not begun here wait for a while. What
/// waits is bounded and aged for each peer by itself, and of a run only its members are heard. Of a run that is over no
/// leave-taking waits.
///
/// **Threads** any.
public final class Driver {
    /// Where frames leave.
    @FunctionalInterface
    public interface Sender {
        /// Queues `frame` for the node called `to`.
        void send(String to, PeerFrame frame);
    }

    private static final int EARLY_CHANNELS_PER_PEER_MAX = 256;
    private static final long EARLY_BYTES_PER_PEER_MAX = 13L << 20;
    private static final long DRIVEN_BYTES_PER_PEER_MAX = 32L << 20;
    /// No protocol has a message of no bytes.
    private static final Bytes LEFT = Bytes.empty();
    private static final Duration EARLY_LIFE = Duration.ofSeconds(60);
    private static final int OVER_MAX = 1 << 14;

    /// Hears of every run that stopped.
    @FunctionalInterface
    public interface AbortListener {
        /// @param channel names the run
        /// @param culprits names of nodes
        void aborted(Digest32 channel, List<String> culprits, Blame blame);
    }

    private final Sender sender;
    private final AbortListener aborts;
    private final LongSupplier nanoTime;
    private final Map<Digest32, Channel> channels = new HashMap<>();
    private final Budget early;
    private final Budget driven;
    private final Map<Digest32, Listener> listeners = new HashMap<>();
    /// The run that a run which has ended has agreed on.
    private final Map<Digest32, Digest32> followers = new HashMap<>();
    /// Runs of the last minute that nothing follows, with the time of their end, oldest first.
    private final LinkedHashMap<Digest32, Long> over = new LinkedHashMap<>();

    /// @param nanoTime a monotonic clock, as `System::nanoTime`
    public Driver(Sender sender, LongSupplier nanoTime, AbortListener aborts) {
        this(sender, nanoTime, aborts, new Purse(Purse.Bounds.STANDARD));
    }

    /// The same.
    ///
    /// @param purse bounds what is held of each peer, with all else that is
    public Driver(Sender sender, LongSupplier nanoTime, AbortListener aborts, Purse purse) {
        this.early = Budget.of(EARLY_BYTES_PER_PEER_MAX, purse);
        this.driven = Budget.of(DRIVEN_BYTES_PER_PEER_MAX, purse);
        this.aborts = aborts;
        this.sender = sender;
        this.nanoTime = nanoTime;
    }

    /// Runs `run` to its end or to the limit.
    ///
    /// @param channel names the run on the links; every party computes the same
    /// @param names node names by party, self included
    /// @throws InterruptedException if the node shuts down; the run's secrets are destroyed
    public <O> Run.Outcome<O> drive(Digest32 channel, Run<O> run, SortedMap<PartyId, String> names, Duration limit)
            throws InterruptedException {
        return unasked(() -> drive(channel, run, names, limit, false, Consent.always()));
    }

    /// The same, as long as there is consent.
    ///
    /// @throws Withdrawn if there was none before something left: that did not leave, and the run's secrets are
    /// destroyed
    <O> Run.Outcome<O> drive(
            Digest32 channel, Run<O> run, SortedMap<PartyId, String> names, Duration limit, Consent consent)
            throws InterruptedException, Withdrawn {
        return drive(channel, run, names, limit, false, consent);
    }

    private interface Driven<O> {
        Run.Outcome<O> run() throws InterruptedException, Withdrawn;
    }

    private static <O> Run.Outcome<O> unasked(Driven<O> driven) throws InterruptedException {
        try {
            return driven.run();
        } catch (Withdrawn e) {
            throw new AssertionError("consent that is always given was withdrawn", e);
        }
    }

    /// The same, of an agreement: once it has finished, [#driveAfter] follows.
    ///
    /// @throws InterruptedException as [#drive]
    public <O> Run.Outcome<O> driveBefore(
            Digest32 agreement, Run<O> run, SortedMap<PartyId, String> names, Duration limit)
            throws InterruptedException {
        return unasked(() -> drive(agreement, run, names, limit, true, Consent.always()));
    }

    private <O> Run.Outcome<O> drive(
            Digest32 channel,
            Run<O> run,
            SortedMap<PartyId, String> names,
            Duration limit,
            boolean isAgreement,
            Consent consent)
            throws InterruptedException, Withdrawn {
        var parties = names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        var deadline = nanoTime.getAsLong() + limit.toNanos();
        var inbox = begin(channel, parties.keySet());
        var goesOn = false;
        try (run) {
            send(channel, consented(consent, run.start()), names);
            while (run.outcome().isEmpty()) {
                var left = deadline - nanoTime.getAsLong();
                var arrival = left <= 0 ? null : inbox.poll(left);
                var from =
                        Optional.ofNullable(arrival).map(Channel.Arrival::from).map(parties::get);
                if (arrival == null) run.expire();
                else if (from.isPresent()) send(channel, consented(consent, hear(run, from.get(), arrival)), names);
            }
            var outcome = run.outcome().orElseThrow();
            if (outcome instanceof Run.Outcome.Stopped<O>(var blame)) {
                aborts.aborted(channel, nodes(blame.culprits(), names), blame);
                leave(channel, run.session().self(), names);
            }
            goesOn = isAgreement && outcome instanceof Run.Outcome.Finished;
            return outcome;
        } catch (Withdrawn e) {
            leave(channel, run.session().self(), names);
            throw e;
        } finally {
            end(channel, goesOn);
        }
    }

    private static List<Run.Envelope> consented(Consent consent, List<Run.Envelope> leaving) throws Withdrawn {
        if (!leaving.isEmpty() && !consent.isGiven()) throw new Withdrawn();
        return leaving;
    }

    /// Runs what another run, ended here, has agreed on. Who has left that one at its end, or leaves it late, is not
    /// waited for in this one.
    ///
    /// @param agreement the other run's channel
    /// @throws InterruptedException as [#drive]
    public <O> Run.Outcome<O> driveAfter(
            Digest32 agreement, Digest32 channel, Run<O> run, SortedMap<PartyId, String> names, Duration limit)
            throws InterruptedException {
        return unasked(() -> driveAfter(agreement, channel, run, names, limit, Consent.always()));
    }

    /// The same, as long as there is consent.
    ///
    /// @throws Withdrawn as [#drive(Digest32, Run, SortedMap, Duration, Consent)]
    <O> Run.Outcome<O> driveAfter(
            Digest32 agreement,
            Digest32 channel,
            Run<O> run,
            SortedMap<PartyId, String> names,
            Duration limit,
            Consent consent)
            throws InterruptedException, Withdrawn {
        synchronized (channels) {
            followers.put(agreement, channel);
            var late = channels.get(agreement);
            if (late != null && !late.isDriven()) {
                channels.remove(agreement);
                late.empty(arrival -> file(arrival.from(), new PeerFrame(agreement, true, arrival.message())));
            }
        }
        try {
            return drive(channel, run, names, limit, consent);
        } finally {
            synchronized (channels) {
                followers.remove(agreement);
                rememberOver(agreement);
            }
        }
    }

    /// Tells the others that nothing more will come of this node in a run, so that they need not wait out the limit. It
    /// is worth no more than silence: whoever says it could as well say nothing.
    ///
    /// @param names node names by party, self included, who is not told
    public void leave(Digest32 channel, PartyId self, SortedMap<PartyId, String> names) {
        synchronized (channels) {
            rememberOver(channel);
        }
        names.forEach((party, name) -> {
            if (!party.equals(self)) sender.send(name, new PeerFrame(channel, true, LEFT));
        });
    }

    private static List<String> nodes(List<PartyId> culprits, SortedMap<PartyId, String> names) {
        return culprits.stream()
                .map(party -> names.getOrDefault(party, party.toString()))
                .toList();
    }

    private static List<Run.Envelope> hear(Run<?> run, PartyId from, Channel.Arrival arrival) {
        if (!arrival.message().equals(LEFT)) return run.receive(from, arrival.broadcast(), arrival.message());
        run.left(from);
        return List.of();
    }

    /// Takes every message of one channel from now on, whoever sends it, in the order in which they arrive.
    ///
    /// @param listener gets the sender's name and the message, on the link's thread
    public void listen(Digest32 channel, BiConsumer<String, Bytes> listener) {
        var fresh = new Listener(listener);
        // What is filed already comes first, and what arrives meanwhile waits for it.
        synchronized (fresh) {
            var waited = new ArrayList<Channel.Arrival>();
            synchronized (channels) {
                listeners.put(channel, fresh);
                var early = channels.get(channel);
                if (early != null && !early.isDriven()) {
                    early.empty(waited::add);
                    channels.remove(channel);
                }
            }
            waited.forEach(arrival -> fresh.hear(arrival.from(), arrival.message()));
        }
    }

    private record Listener(BiConsumer<String, Bytes> ears) {
        synchronized void hear(String from, Bytes message) {
            ears.accept(from, message);
        }
    }

    /// Ends [#listen], unless another listener has taken the channel since.
    public void unlisten(Digest32 channel, BiConsumer<String, Bytes> listener) {
        synchronized (channels) {
            listeners.computeIfPresent(channel, (_, current) -> current.ears().equals(listener) ? null : current);
        }
    }

    /// Sends one message outside any run.
    public void send(String to, Digest32 channel, Bytes message) {
        sender.send(to, new PeerFrame(channel, false, message));
    }

    /// Takes a frame from a link, if no listener has its channel: without waiting for anything.
    ///
    /// @return whether it was taken
    public boolean receiveAtOnce(String from, PeerFrame frame) {
        synchronized (channels) {
            if (listeners.containsKey(frame.channel())) return false;
            file(from, frame);
            return true;
        }
    }

    /// Takes a frame from a link. It is heard before this returns where a listener has its channel.
    public void receive(String from, PeerFrame frame) {
        Listener listener;
        synchronized (channels) {
            listener = listeners.get(frame.channel());
        }
        if (listener != null) listener.hear(from, frame.body());
        else file(from, frame);
    }

    /// @spec docs/spec/node-wire.md#NW-2 node-wire
    private void file(String from, PeerFrame frame) {
        synchronized (channels) {
            var follower = followers.get(frame.channel());
            if (follower != null && !frame.body().equals(LEFT)) return;
            var id = follower == null ? frame.channel() : follower;
            var arrival = new Channel.Arrival(from, frame.broadcast(), frame.body());
            var channel = channels.get(id);
            if (channel != null && channel.isDriven()) channel.file(arrival);
            else fileEarly(id, arrival);
        }
    }

    /// Whoever takes leave of a run that is over here, and has said nothing for it to begin again, is not held.
    private void fileEarly(Digest32 id, Channel.Arrival arrival) {
        forgetOld();
        var from = arrival.from();
        var known = channels.get(id);
        if (known == null || !known.holds(from)) {
            if (arrival.message().equals(LEFT) && over.containsKey(id)) return;
            makeRoom(from);
        }
        var channel = channels.computeIfAbsent(id, _ -> new Channel(early, driven));
        channel.fileEarly(arrival, nanoTime.getAsLong());
        if (channel.isIdle()) channels.remove(id);
    }

    /// Of a peer that has frames of so many runs waiting, those that have waited longest give way to new ones, and
    /// before them those of runs that it has only left.
    ///
    /// **Why** of a leave that is forgotten comes a wait, of a message that is forgotten the end of a run.
    private void makeRoom(String from) {
        if (channels.size() < EARLY_CHANNELS_PER_PEER_MAX) return;
        var now = nanoTime.getAsLong();
        var held = channels.values().stream().filter(each -> each.holds(from)).toList();
        if (held.size() < EARLY_CHANNELS_PER_PEER_MAX) return;
        var given = Comparator.<Channel, Boolean>comparing(each -> !each.holdsLeaveAlone(from))
                .thenComparingLong(each -> each.since(from) - now);
        held.stream()
                .sorted(given)
                .limit(held.size() - EARLY_CHANNELS_PER_PEER_MAX + 1)
                .forEach(each -> each.forget(from));
        channels.values().removeIf(Channel::isIdle);
    }

    private Channel begin(Digest32 id, Set<String> members) {
        synchronized (channels) {
            over.remove(id);
            var channel = channels.computeIfAbsent(id, _ -> new Channel(early, driven));
            if (channel.isDriven()) throw new IllegalStateException("a run is driven twice on one channel");
            channel.begin(members);
            return channel;
        }
    }

    /// @param goesOn whether another run may follow: who has left this one by then will be missing there
    private void end(Digest32 id, boolean goesOn) {
        synchronized (channels) {
            var ended = channels.remove(id);
            if (!goesOn) rememberOver(id);
            if (ended == null) return;
            var unread = ended.end();
            if (!goesOn) return;
            for (var arrival : unread)
                if (arrival.message().equals(LEFT)) file(arrival.from(), new PeerFrame(id, true, LEFT));
        }
    }

    private void forgetOld() {
        var oldest = nanoTime.getAsLong() - EARLY_LIFE.toNanos();
        channels.values().forEach(each -> each.forgetUntil(oldest));
        channels.values().removeIf(Channel::isIdle);
        forgetOver(oldest);
    }

    private void rememberOver(Digest32 id) {
        var now = nanoTime.getAsLong();
        over.remove(id);
        over.put(id, now);
        forgetOver(now - EARLY_LIFE.toNanos());
    }

    private void forgetOver(long oldest) {
        while (!over.isEmpty() && (over.size() > OVER_MAX || over.firstEntry().getValue() - oldest <= 0))
            over.pollFirstEntry();
    }

    private void send(Digest32 channel, List<Run.Envelope> envelopes, SortedMap<PartyId, String> names) {
        for (var envelope : envelopes) {
            var to = Optional.ofNullable(names.get(envelope.to()));
            Invariant.check(to.isPresent(), "a run writes only to its own parties");
            sender.send(to.orElseThrow(), new PeerFrame(channel, envelope.broadcast(), envelope.message()));
        }
    }
}
