package tallystick.node.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.VectorPractice;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// Runs the fills of one key's pools, with each peer one after the other.
///
/// **Why** the two sides of a fill do not end it at the same moment: who invites again at once finds the other still
/// busy with the end of the last one. The invitation waits there, and is not lost. So does one of a peer that has as
/// many fills under way as it may have.
///
/// **Threads** any; each fill has one of its own ([FillThreads]).
final class PairFills {
    private static final Logger LOG = Logger.getLogger(PairFills.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int GONE_ITEMS_MAX = 1024;

    private final Self self;
    private final Driver driver;
    private final NodeRoster roster;
    private final AttemptLedger attempts;
    private final BootId boot;
    private final Function<Digest32, Digest32> runName;
    private final VolePools items;
    private final FillThreads threads;
    private final Runnable ended;
    private final Map<PartyId, Peer> peers = new HashMap<>();
    private boolean closed;

    /// @param runName the name of the run that an invitation's name stands for
    /// @param items takes what is made
    /// @param threads all pools of the node share them
    /// @param ended called after each fill, whatever came of it
    PairFills(
            Self self,
            Driver driver,
            NodeRoster roster,
            AttemptLedger attempts,
            BootId boot,
            Function<Digest32, Digest32> runName,
            VolePools items,
            FillThreads threads,
            Runnable ended) {
        this.self = self;
        this.driver = driver;
        this.roster = roster;
        this.attempts = attempts;
        this.boot = boot;
        this.runName = runName;
        this.items = items;
        this.threads = threads;
        this.ended = ended;
    }

    private static final class Peer {
        private boolean busy;
        private long ended;
        private long beginnings;
        private PoolNews.@Nullable Invitation latest;
        private PoolNews.@Nullable Invitation next;
        /// What was called gone while a fill was under way: it may be of what that makes.
        private final List<Allocation> gone = new ArrayList<>();
        private int goneItems;
        private long done;
        private long stopped;
        private int most = Demand.BATCH_MAX;
        private long stoppedNanos;
    }

    /// Begins a fill, or has it begin when the one under way with that peer has ended. Of those that wait only the
    /// newest counts: who invites anew has given the others up. An invitation that was followed is not followed
    /// again: it is said more than once, as it may be lost.
    void begin(PairSecrets pair, PoolNews.Invitation invitation) {
        synchronized (this) {
            var peer = of(pair.name().peer());
            if (closed || invitation.equals(peer.latest)) return;
            peer.next = invitation;
        }
        goOn(pair);
    }

    private record Fill(PoolNews.Invitation invitation, long beginning, long begunNanos) {}

    /// Begins what waits, if it may.
    private void goOn(PairSecrets pair) {
        next(pair).ifPresent(fill -> {
            if (!threads.start(() -> follow(pair, fill))) notBegun(pair);
        });
    }

    private synchronized Optional<Fill> next(PairSecrets pair) {
        var peer = of(pair.name().peer());
        var next = peer.next;
        if (closed || peer.busy || next == null) return Optional.empty();
        if (isInvited(pair) && !threads.enter(nameOfPeer(pair), pair, () -> goOn(pair))) return Optional.empty();
        peer.next = null;
        peer.busy = true;
        peer.latest = next;
        return Optional.of(new Fill(next, peer.beginnings, threads.now()));
    }

    /// Of a pair the lower party invites.
    private static boolean isInvited(PairSecrets pair) {
        return !pair.name().selfIsLower();
    }

    private String nameOfPeer(PairSecrets pair) {
        return roster.nameOf(pair.name().peer());
    }

    private void follow(PairSecrets pair, Fill fill) {
        try {
            run(pair, fill);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(pair);
            tellSpills();
        }
    }

    /// The invitation may be followed when it is said again.
    private void notBegun(PairSecrets pair) {
        LOG.log(Level.WARNING, "pool not filled with {0}: the system has no thread left", nameOfPeer(pair));
        synchronized (this) {
            var peer = of(pair.name().peer());
            peer.busy = false;
            peer.latest = null;
            stop(peer);
            notifyAll();
        }
        if (isInvited(pair)) threads.giveBack(nameOfPeer(pair));
        ended.run();
    }

    private static void tellSpills() {
        for (var spill : VectorPractice.takeSpills())
            LOG.log(Level.WARNING, "vectors left {0} bytes of pool items on the heap, in {1}", new Object[] {
                spill.leftBytes(), spill.name()
            });
    }

    private void end(PairSecrets pair) {
        synchronized (this) {
            var peer = of(pair.name().peer());
            peer.busy = false;
            peer.gone.clear();
            peer.goneItems = 0;
            peer.ended++;
            notifyAll();
        }
        if (isInvited(pair)) threads.leave(nameOfPeer(pair));
        goOn(pair);
        ended.run();
    }

    private static void stop(Peer peer) {
        peer.stopped++;
        peer.most = Math.max(peer.most / 2, Demand.BATCH_MIN);
        peer.stoppedNanos = System.nanoTime();
    }

    /// Whatever is shared with `peer` begins anew: what a fill under way makes is thrown away.
    ///
    /// **Why** the peer may have ended that fill before it destroyed what it had, and this node may end it after.
    synchronized void beginAnew(PartyId peer) {
        of(peer).beginnings++;
        items.destroy(peer);
    }

    /// Destroys items that the peer has no more, also those of the fill under way: it may have ended that fill before
    /// this node does.
    synchronized void discard(PartyId peer, Allocation gone) {
        items.discard(peer, gone);
        var with = of(peer);
        var count = with.goneItems + gone.lowerSends().size();
        if (!with.busy || count > GONE_ITEMS_MAX) return;
        with.gone.add(gone);
        with.goneItems = count;
    }

    private synchronized void keep(PartyId peer, PairBatch batch, long beginning) {
        if (of(peer).beginnings == beginning) {
            var _ = items.add(batch);
            of(peer).gone.forEach(each -> items.discard(peer, each));
            of(peer).done++;
            of(peer).most = Math.min(2 * of(peer).most, Demand.BATCH_MAX);
        } else batch.close();
    }

    /// The invitation of the fill that is under way with `peer`.
    synchronized Optional<PoolNews.Invitation> underWay(PartyId peer) {
        return of(peer).busy ? Optional.ofNullable(of(peer).latest) : Optional.empty();
    }

    synchronized boolean isBusy(PartyId peer) {
        return of(peer).busy;
    }

    /// Whether one may begin now.
    synchronized boolean isIdle(PartyId peer) {
        return !of(peer).busy && !isResting(peer, System.nanoTime());
    }

    /// How many fills with `peer` have ended, well or not.
    synchronized long ended(PartyId peer) {
        return of(peer).ended;
    }

    /// Waits a moment for the end of the fill that is under way with `peer`.
    ///
    /// @param before as [#ended] was
    /// @return whether one has ended since
    synchronized boolean awaitEnd(PartyId peer, long before) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (var left = PATIENCE.toMillis(); of(peer).busy && of(peer).ended == before && left > 0; ) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return of(peer).ended != before;
    }

    /// Fills with `peer` that came to their end.
    synchronized long done(PartyId peer) {
        return of(peer).done;
    }

    /// Fills with `peer` that did not.
    synchronized long stopped(PartyId peer) {
        return of(peer).stopped;
    }

    /// How many items the next fill with `peer` makes at the most: half as many after each that stopped, which may have
    /// been too much for its time on a machine that is busy, and twice as many again after each that did not.
    synchronized int most(PartyId peer) {
        return of(peer).most;
    }

    /// Whether a fill with `peer` stopped shortly before `now`, or of another key, the longer the more of them did: who
    /// stops each at once is not invited without end.
    synchronized boolean isResting(PartyId peer, long now) {
        return of(peer).stopped > 0 && now - of(peer).stoppedNanos < FillThreads.REST_NANOS
                || threads.isResting(roster.nameOf(peer));
    }

    /// Begins no more.
    synchronized void close() {
        closed = true;
    }

    private Peer of(PartyId peer) {
        return peers.computeIfAbsent(peer, _ -> new Peer());
    }

    private void run(PairSecrets pair, Fill begun) throws InterruptedException {
        var name = pair.name();
        var invitation = begun.invitation();
        var names = new TreeMap<PartyId, String>(roster.names());
        names.keySet().retainAll(List.of(name.self(), name.peer()));
        var id = new SessionId(runName.apply(invitation.name()));
        var session = new Session(id, name.self(), List.copyOf(names.keySet()));
        var with = new PoolFill.Surroundings(attempts, boot, self.entropy(), self.home());
        var fill = Run.of(PoolFill.of(session, pair, invitation.items(), with));
        switch (driver.drive(id.value(), fill, names, LIMIT)) {
            case Run.Outcome.Finished<PairBatch>(var batch) -> {
                threads.done(nameOfPeer(pair));
                keep(name.peer(), batch, begun.beginning());
            }
            case Run.Outcome.Stopped<PairBatch>(var blame) -> {
                items.stopped(name.peer(), blame);
                threads.stopped(nameOfPeer(pair), begun.begunNanos());
                synchronized (this) {
                    stop(of(name.peer()));
                }
                LOG.log(Level.WARNING, "pool not filled: {0}", Blames.sentence(blame, roster.names()));
            }
        }
    }
}
