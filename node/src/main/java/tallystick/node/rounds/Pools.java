package tallystick.node.rounds;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PoolFill;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// What signing with one key spends, kept stocked: random VOLEs with every peer and pre-committed nonces of everybody.
/// All of it lives in this process's memory and dies with it.
///
/// Of each pair the lower party watches the stock and invites. A peer that has started anew says so, and whatever was
/// shared with its earlier life is destroyed.
///
/// **Threads** any; one virtual thread of its own watches.
public final class Pools implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Pools.class.getName());
    private static final int ITEMS_PER_FILL_MIN = 4;
    private static final int ITEMS_PER_FILL_MAX = 48;
    private static final int ITEMS_PER_PEER_MAX = 256;
    private static final int NONCES_PER_BATCH = 64;
    private static final int BATCHES_KEPT = 8;
    private static final Duration FILL_LIMIT = Duration.ofMinutes(1);
    private static final Duration WATCH_PAUSE = Duration.ofMillis(250);
    private static final long REMINDER_NANOS = 2_000_000_000L;

    private final Self self;
    private final Driver driver;
    private final NodeRoster roster;
    private final AttemptLedger attempts;
    private final Map<PartyId, PairSecrets> pairs;
    private final GroupKey key;
    private final PartyId party;
    private final BootId boot;
    private final VolePools items;
    private final NonceStock nonces;
    private final Digest32 channel;
    private final BiConsumer<String, Bytes> listener = this::hear;
    private final Map<PartyId, BootId> boots = new HashMap<>();
    private final Deque<NonceBatch> sent = new ArrayDeque<>();
    private final Set<PartyId> filling = new HashSet<>();
    private final Map<PartyId, Integer> promised = new HashMap<>();
    private final Demand demand = new Demand(System.nanoTime());
    private final Map<PartyId, Fills> fills = new HashMap<>();
    private int promisedNonces;
    private boolean stirred;
    private boolean closed;

    /// @param share whose pools; stays the caller's
    /// @param pairs the same secrets the share has
    /// @param boot this life of the process
    public Pools(
            Self self,
            Driver driver,
            EcdsaKeyShare share,
            NodeRoster roster,
            Map<PartyId, PairSecrets> pairs,
            AttemptLedger attempts,
            BootId boot) {
        this.self = self;
        this.driver = driver;
        this.roster = roster;
        this.attempts = attempts;
        this.pairs = Map.copyOf(pairs);
        this.key = share.key();
        this.party = share.self();
        this.boot = boot;
        this.items = new VolePools(party, key.id(), key.epoch(), ITEMS_PER_PEER_MAX);
        this.nonces = new NonceStock(key, party, boot, self.home());
        this.channel = name("pool-news", key.id());
    }

    /// Pools of a life of their own, watching.
    public static Pools started(
            Self self,
            Driver driver,
            EcdsaKeyShare share,
            NodeRoster roster,
            Map<PartyId, PairSecrets> pairs,
            AttemptLedger attempts) {
        var boot = new BootId(new Digest32(self.fresh(Digest32.LENGTH_BYTES)));
        var pools = new Pools(self, driver, share, roster, pairs, attempts, boot);
        pools.start();
        return pools;
    }

    /// Destroys secrets that an interrupted check has made unsafe, says hello to everybody, and begins to watch.
    public void start() {
        for (var pair : pairs.values())
            if (attempts.isOpen(pair.name()) || attempts.isBanned(pair.name())) pair.close();
        driver.listen(channel, listener);
        tellAll(new PoolNews.Hello(boot));
        Thread.ofVirtual().name("pools").start(this::watch);
    }

    private static final class Fills {
        private long done;
        private long stopped;
    }

    /// What is there with each peer now, in the order of the parties.
    synchronized List<PoolStock> stock() {
        return pairs.keySet().stream()
                .sorted()
                .map(peer -> {
                    var made = fills.computeIfAbsent(peer, _ -> new Fills());
                    return new PoolStock(
                            roster.nameOf(peer),
                            items.stock(peer),
                            nonces.availableOf(peer),
                            nonces.available(),
                            made.done,
                            made.stopped);
                })
                .toList();
    }

    private synchronized void count(PartyId peer, boolean done) {
        var made = fills.computeIfAbsent(peer, _ -> new Fills());
        if (done) made.done++;
        else made.stopped++;
    }

    VolePools items() {
        return items;
    }

    NonceStock nonces() {
        return nonces;
    }

    /// Whether a peer failed a check that may not be repeated.
    boolean isBanned(PartyId peer) {
        return !peer.equals(party) && attempts.isBanned(new PairName(key.id(), key.epoch(), party, peer));
    }

    /// Items and nonces that are kept for one run, so that runs at the same time do not wait for the same ones.
    final class Turn implements AutoCloseable {
        private final List<PartyId> peers;
        private final int count;
        private boolean over;

        private Turn(List<PartyId> peers, int count) {
            this.peers = peers;
            this.count = count;
            promise(1);
        }

        private void promise(int sign) {
            promisedNonces += sign * count;
            peers.forEach(peer -> promised.merge(peer, sign * count, Integer::sum));
        }

        /// The run has taken them, or will not.
        @Override
        public void close() {
            synchronized (Pools.this) {
                if (over) return;
                over = true;
                promise(-1);
                stir();
            }
        }
    }

    /// Waits until there is enough of everything to sign `count` digests with `parties`, and keeps it for the caller.
    ///
    /// @return empty if the time ran out or the pools are retired
    synchronized Optional<Turn> await(Collection<PartyId> parties, int count, Duration limit)
            throws InterruptedException {
        var peers = parties.stream().filter(other -> !other.equals(party)).toList();
        var deadline = System.nanoTime() + limit.toNanos();
        for (var waited = false; !closed; waited = true) {
            if (isStocked(peers, count)) return Optional.of(new Turn(peers, count));
            var left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) return Optional.empty();
            if (!waited) {
                demand.shortage(count, System.nanoTime());
                stir();
            }
            wait(left);
        }
        return Optional.empty();
    }

    /// Makes no more; what is there is still spent by runs under way.
    void retire() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        driver.unlisten(channel, listener);
    }

    @Override
    public void close() {
        retire();
        items.close();
        nonces.close();
    }

    private boolean isStocked(List<PartyId> peers, int count) {
        return nonces.available() - promisedNonces >= count
                && peers.stream()
                        .allMatch(peer -> nonces.availableOf(peer) >= count
                                && items.stock(peer) - promised.getOrDefault(peer, 0) >= count);
    }

    private void watch() {
        try {
            for (var reminded = System.nanoTime(); !isClosed(); pause()) {
                if (System.nanoTime() - reminded > REMINDER_NANOS) {
                    unheard().forEach(peer -> tell(peer, new PoolNews.Unheard(boot)));
                    reminded = System.nanoTime();
                }
                while (nonces.available() < target() + NONCES_PER_BATCH / 2) prepareNonces();
                for (var pair : pairs.values()) if (pair.name().selfIsLower() && isLow(pair)) invite(pair);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until something was taken or is missing, or a while has passed.
    private synchronized void pause() throws InterruptedException {
        demand.tick(System.nanoTime());
        var until = System.nanoTime() + WATCH_PAUSE.toNanos();
        for (var left = WATCH_PAUSE.toMillis(); !closed && !stirred && left > 0; ) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
        stirred = false;
    }

    private synchronized void stir() {
        stirred = true;
        notifyAll();
    }

    private synchronized int target() {
        return demand.target();
    }

    private synchronized List<PartyId> unheard() {
        return pairs.keySet().stream().filter(peer -> !boots.containsKey(peer)).toList();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean isLow(PairSecrets pair) {
        var peer = pair.name().peer();
        return !pair.isDestroyed()
                && boots.containsKey(peer)
                && !filling.contains(peer)
                && items.stock(peer) < demand.target();
    }

    /// @spec docs/spec/node-wire.md#NW-14 node-wire
    private void prepareNonces() {
        NonceBatch batch;
        synchronized (this) {
            if (closed) return;
            batch = nonces.prepare(NONCES_PER_BATCH, self.entropy());
            notifyAll();
            sent.addLast(batch);
            if (sent.size() > BATCHES_KEPT) sent.removeFirst();
        }
        tellAll(new PoolNews.Nonces(batch.encode()));
    }

    /// @spec docs/spec/node-wire.md#NW-13 node-wire
    private void invite(PairSecrets pair) {
        var missing = target() - items.stock(pair.name().peer());
        var count = Math.clamp(missing, ITEMS_PER_FILL_MIN, ITEMS_PER_FILL_MAX);
        var invitation = new PoolNews.Invitation(new Digest32(self.fresh(32)), count);
        tell(pair.name().peer(), invitation);
        fill(pair, invitation);
    }

    private void fill(PairSecrets pair, PoolNews.Invitation invitation) {
        var peer = pair.name().peer();
        synchronized (this) {
            if (closed || !filling.add(peer)) return;
        }
        Thread.ofVirtual().name("pool-fill").start(() -> {
            try {
                run(pair, invitation);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                synchronized (this) {
                    filling.remove(peer);
                    stir();
                }
            }
        });
    }

    private void run(PairSecrets pair, PoolNews.Invitation invitation) throws InterruptedException {
        var names = new TreeMap<PartyId, String>(roster.names());
        names.keySet().retainAll(List.of(party, pair.name().peer()));
        var id = new SessionId(name("pool-fill", invitation.name()));
        var session = new Session(id, party, List.copyOf(names.keySet()));
        var with = new PoolFill.Surroundings(attempts, boot, self.entropy(), self.home());
        var fill = Run.of(PoolFill.of(session, pair, invitation.items(), with));
        switch (driver.drive(id.value(), fill, names, FILL_LIMIT)) {
            case Run.Outcome.Finished<PairBatch>(var batch) -> {
                count(pair.name().peer(), true);
                if (isClosed()) batch.close();
                else {
                    var _ = items.add(batch);
                }
            }
            case Run.Outcome.Stopped<PairBatch>(var blame) -> {
                items.stopped(pair.name().peer(), blame);
                count(pair.name().peer(), false);
                LOG.log(Level.WARNING, "pool not filled: {0}", Blames.sentence(blame, roster.names()));
            }
        }
    }

    private void hear(String from, Bytes message) {
        var peer = roster.partyOf(from);
        if (peer.isEmpty() || !(PoolNews.parse(message) instanceof Parsed.Ok<PoolNews>(var news))) {
            LOG.log(Level.WARNING, "{0} sent no pool news", from);
            return;
        }
        switch (news) {
            case PoolNews.Hello(var theirs) -> {
                var _ = greet(peer.get(), theirs);
            }
            case PoolNews.Unheard(var theirs) -> {
                if (!greet(peer.get(), theirs)) introduce(peer.get());
            }
            case PoolNews.Nonces(var encoded) -> accept(peer.get(), encoded);
            case PoolNews.Invitation invitation -> {
                var pair = pairs.get(peer.get());
                if (pair != null && !pair.name().selfIsLower() && isWelcome(peer.get(), invitation))
                    fill(pair, invitation);
            }
        }
    }

    private boolean isWelcome(PartyId peer, PoolNews.Invitation invitation) {
        return invitation.items() >= 1
                && invitation.items() <= ITEMS_PER_FILL_MAX
                && items.stock(peer) + invitation.items() <= ITEMS_PER_PEER_MAX;
    }

    /// A peer in a new life holds nothing of the old one: destroy what was shared with that, and begin again.
    ///
    /// @return whether it is a new life
    /// @spec docs/spec/node-wire.md#NW-12 node-wire
    private boolean greet(PartyId peer, BootId theirs) {
        synchronized (this) {
            if (theirs.equals(boots.put(peer, theirs))) return false;
            items.destroy(peer);
            nonces.forget(peer);
            filling.remove(peer);
        }
        introduce(peer);
        return true;
    }

    /// What a peer has to know of this life; what was said before it may have missed.
    private void introduce(PartyId peer) {
        List<NonceBatch> batches;
        synchronized (this) {
            batches = List.copyOf(sent);
        }
        tell(peer, new PoolNews.Hello(boot));
        batches.forEach(batch -> tell(peer, new PoolNews.Nonces(batch.encode())));
    }

    private void accept(PartyId peer, Bytes encoded) {
        switch (NonceBatch.parse(encoded)) {
            case Parsed.Ok<NonceBatch>(var batch) -> {
                var _ = nonces.accept(peer, batch);
                stir();
            }
            case Parsed.Malformed<NonceBatch>(var offset, var expected) ->
                LOG.log(Level.WARNING, "nonce batch of {0} malformed at byte {1}: expected {2}", new Object[] {
                    peer, offset, expected
                });
        }
    }

    private void tellAll(PoolNews news) {
        roster.parties().stream().filter(other -> !other.equals(party)).forEach(other -> tell(other, news));
    }

    private void tell(PartyId peer, PoolNews news) {
        driver.send(roster.nameOf(peer), channel, news.encode());
    }

    private Digest32 name(String purpose, Digest32 what) {
        return Transcript.of("tallystick/node/v1/" + purpose)
                .add("key", key.id())
                .add("epoch", key.epoch())
                .add("what", what)
                .digest();
    }
}
