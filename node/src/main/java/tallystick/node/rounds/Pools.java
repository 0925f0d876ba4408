package tallystick.node.rounds;

import static java.util.stream.Collectors.toMap;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.ecdsa.PairPools;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;

/// What signing with one key spends, kept stocked: random VOLEs with every peer and pre-committed nonces of everybody.
/// All of it lives in this process's memory and dies with it.
///
/// Of each pair the lower party watches the stock and invites. A peer that has started anew says so, and whatever was
/// shared with its earlier life is destroyed. Who is short of something says what it has, again and again: what was
/// lost on the way is said anew.
///
/// **Threads** any; a virtual thread looks after what is short, for as long as something is.
public final class Pools implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Pools.class.getName());
    private static final int ITEMS_PER_PEER_MAX = 256;
    private static final int NONCES_PER_BATCH = 64;
    private static final int BATCHES_KEPT = 8;
    private static final int NONCES_OF_PEER_MAX = 1024;
    /// After so long without a turn what is missing is not on its way.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long REMINDER_NANOS = 2_000_000_000L;
    private static final int REMINDERS_LACKING_MAX = 3;

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
    private final PairFills fills;
    private final Turns turns;
    private final Digest32 channel;
    private final BiConsumer<String, Bytes> listener = this::hear;
    private final Map<PartyId, BootId> boots = new HashMap<>();
    private final Map<PartyId, Long> doubtedNanos = new HashMap<>();
    private final Map<PartyId, Lack> lacking = new HashMap<>();
    /// With whom there is less than it takes to stop filling.
    private final Set<PartyId> filling = new HashSet<>();
    private final Deque<NonceBatch> sent = new ArrayDeque<>();
    private final Demand demand = new Demand(System.nanoTime());
    private final Errand looking = new Errand("pools", this::look);
    private final FillQueue.Places places;
    private long remindedNanos = System.nanoTime();
    private int runs;
    private boolean closed;

    /// Empty pools; [#start] fills them.
    ///
    /// @param share whose pools; stays the caller's
    /// @param pairs the same secrets the share has
    /// @param boot this life of the process
    /// @param queue all pools of the node share it
    public Pools(
            Self self,
            Driver driver,
            EcdsaKeyShare share,
            NodeRoster roster,
            Map<PartyId, PairSecrets> pairs,
            AttemptLedger attempts,
            BootId boot,
            FillQueue queue) {
        this.self = self;
        this.driver = driver;
        this.roster = roster;
        this.attempts = attempts;
        this.pairs = Map.copyOf(pairs);
        this.key = share.key();
        this.party = share.self();
        this.boot = boot;
        this.items = new VolePools(party, key.id(), key.epoch(), ITEMS_PER_PEER_MAX);
        this.nonces = new NonceStock(key, party, boot, self.home(), NONCES_OF_PEER_MAX);
        this.channel = name("pool-news", key.id());
        this.fills = new PairFills(
                self, driver, roster, attempts, boot, this::fillOf, items, queue.threads(), this::stockChanged);
        this.places = queue.places(looking::ask);
        this.turns = new Turns(new Turns.Stock() {
            @Override
            public int ownNonces() {
                return nonces.available();
            }

            @Override
            public int noncesOf(PartyId peer) {
                return nonces.availableOf(peer);
            }

            @Override
            public int itemsWith(PartyId peer) {
                return items.stock(peer);
            }
        });
    }

    /// Destroys secrets that an interrupted check has made unsafe, says hello to everybody, and begins to fill. Pools
    /// of the same key that were there before are retired by then: two lives at a time would be taken for each
    /// other. From now on [#beat] is to be called now and then.
    public void start() {
        for (var pair : pairs.values())
            if (attempts.isOpen(pair.name()) || attempts.isBanned(pair.name())) pair.close();
        driver.listen(channel, listener);
        peers().forEach(this::greet);
        looking.begin();
        looking.ask();
    }

    /// What is there with each peer now, in the order of the parties.
    List<PoolStock> stock() {
        return peers().stream()
                .map(peer -> new PoolStock(
                        roster.nameOf(peer),
                        items.stock(peer),
                        nonces.availableOf(peer),
                        nonces.available(),
                        fills.done(peer),
                        fills.stopped(peer)))
                .toList();
    }

    NonceStock nonces() {
        return nonces;
    }

    /// Whether a peer failed a check that may not be repeated.
    boolean isBanned(PartyId peer) {
        return !peer.equals(party) && attempts.isBanned(new PairName(key.id(), key.epoch(), party, peer));
    }

    /// The items, for one run. Both sides end a fill within a moment of each other: what the lower party names may be
    /// what this one is about to have, and is waited for.
    RunItems items() {
        return new RunItems();
    }

    /// What one run takes, and remembers to have chosen.
    final class RunItems implements PairPools {
        private final Map<PartyId, Allocation> chosen = new ConcurrentHashMap<>();

        @Override
        public Taken allocate(PartyId peer, int count) {
            var taken = items.allocate(peer, count);
            if (taken instanceof Taken.Items named) chosen.put(peer, named.allocation());
            return taken;
        }

        @Override
        public Taken take(PartyId peer, Allocation allocation) {
            var before = fills.ended(peer);
            var taken = items.take(peer, allocation);
            if (taken instanceof Taken.Unavailable && fills.awaitEnd(peer, before))
                taken = items.take(peer, allocation);
            if (taken instanceof Taken.Unavailable) doubt(peer);
            return taken;
        }

        @Override
        public void discard(PartyId peer, Allocation allocation) {
            fills.discard(peer, allocation);
        }

        /// The run has stopped: a peer that has never heard what was chosen for it would keep its halves.
        void stopped() {
            chosen.forEach((peer, named) -> tell(peer, new PoolNews.Gone(named)));
        }
    }

    /// Waits until there is enough of everything to sign `count` digests with `parties`, and keeps it for the caller.
    ///
    /// @return empty if the time ran out or the pools are retired
    Optional<Turns.Turn> await(Collection<PartyId> parties, int count, Duration limit) throws InterruptedException {
        var others = parties.stream().filter(other -> !other.equals(party)).toList();
        var turn = turns.take(others, count);
        if (turn.isPresent()) return turn;
        synchronized (this) {
            demand.shortage(count, System.nanoTime());
            filling.addAll(others);
        }
        looking.ask();
        if (limit.compareTo(PATIENCE) <= 0) return turns.await(others, count, limit);
        var before = others.stream().collect(toMap(peer -> peer, fills::done));
        var soon = turns.await(others, count, PATIENCE);
        if (soon.isPresent() || isClosed()) return soon;
        starving(others, count).stream()
                .filter(peer -> fills.done(peer) == before.getOrDefault(peer, 0L))
                .forEach(this::doubt);
        return turns.await(others, count, limit.minus(PATIENCE));
    }

    /// For how many reminders in a row there was too little, and no fill was done.
    private record Lack(int reminders, long fillsDone) {}

    /// Whether the lower party of a pair has left this one without items for some reminders in a row.
    ///
    /// **Why** fills count: where items are spent as fast as they are made, there is too little at each look.
    private boolean isForgotten(PartyId peer) {
        var lacks = !starving(List.of(peer), Demand.BATCH_MIN).isEmpty();
        var done = fills.done(peer);
        synchronized (this) {
            var last = lacking.remove(peer);
            if (!lacks || !boots.containsKey(peer)) return false;
            var reminders = last == null || last.fillsDone() != done ? 1 : last.reminders() + 1;
            if (reminders >= REMINDERS_LACKING_MAX) return true;
            lacking.put(peer, new Lack(reminders, done));
            return false;
        }
    }

    /// Of a pair the lower party watches the stock: if it has what this one lacks, it sees no shortage.
    private List<PartyId> starving(List<PartyId> others, int count) {
        return others.stream()
                .filter(peer -> peer.compareTo(party) < 0 && items.stock(peer) < count && fills.isIdle(peer))
                .toList();
    }

    /// A peer and this node do not have the same items: what is shared with it is begun anew, so that the next run does
    /// not meet the same again.
    ///
    /// **Why** with that peer alone: whoever names items that nobody has must not cost others theirs.
    private void doubt(PartyId peer) {
        var now = System.nanoTime();
        synchronized (this) {
            var last = doubtedNanos.get(peer);
            if (last != null && now - last < REMINDER_NANOS) return;
            doubtedNanos.put(peer, now);
        }
        fills.beginAnew(peer);
        tell(peer, new PoolNews.Emptied());
        greet(peer);
        looking.ask();
    }

    /// Makes no more and says nothing more; what is there is still spent by runs under way.
    void retire() {
        synchronized (this) {
            closed = true;
        }
        looking.end();
        fills.close();
        places.close();
        turns.close();
        driver.unlisten(channel, listener);
    }

    @Override
    public void close() {
        retire();
        // It may be making nonces, and ends as soon as it has.
        looking.awaitRest();
        items.close();
        nonces.close();
    }

    /// Time has passed: what is short is looked after, and what may have been lost is said again.
    void beat() {
        var now = System.nanoTime();
        synchronized (this) {
            demand.tick(now);
        }
        if (isReminderDue(now)
                || nonces.available() < nonceFloor()
                || toInvite().findAny().isPresent()) looking.ask();
    }

    private synchronized boolean isReminderDue(long nowNanos) {
        return nowNanos - remindedNanos > REMINDER_NANOS;
    }

    private void look() {
        var now = System.nanoTime();
        if (isReminderDue(now)) {
            peers().stream().filter(this::isShortOf).forEach(this::greet);
            peers().stream().filter(this::isForgotten).forEach(this::doubt);
            pairs.values().forEach(this::inviteAgain);
            synchronized (this) {
                remindedNanos = now;
            }
        }
        while (!isClosed() && nonces.available() < nonceFloor()) prepareNonces();
        toInvite().toList().forEach(this::invite);
    }

    private Stream<PairSecrets> toInvite() {
        return pairs.values().stream().filter(pair -> pair.name().selfIsLower() && isLow(pair));
    }

    private synchronized int nonceFloor() {
        return demand.target() + NONCES_PER_BATCH / 2;
    }

    /// A run begins that will spend what is here.
    synchronized void runBegins() {
        runs++;
    }

    /// It is over.
    void runEnds() {
        synchronized (this) {
            runs--;
        }
        looking.ask();
    }

    private void stockChanged() {
        places.leave(peer -> !fills.isBusy(peer));
        turns.serve();
        looking.ask();
    }

    private synchronized int batch(PartyId peer) {
        return Math.min(demand.batch(items.stock(peer), System.nanoTime()), fills.most(peer));
    }

    private synchronized boolean isAwaited() {
        return demand.isAwaited(System.nanoTime());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private List<PartyId> peers() {
        return pairs.keySet().stream()
                .filter(roster.parties()::contains)
                .sorted()
                .toList();
    }

    private synchronized boolean isShortOf(PartyId peer) {
        return !boots.containsKey(peer) || nonces.availableOf(peer) < demand.target();
    }

    /// A fill for each item that was spent would cost its syncs and round trips each time: so it is filled from the
    /// floor up to the target. And it computes for a while: as long as there is enough it waits until nobody signs.
    private synchronized boolean isLow(PairSecrets pair) {
        var peer = pair.name().peer();
        var stock = items.stock(peer);
        if (stock >= demand.target()) filling.remove(peer);
        else if (stock < demand.floor()) filling.add(peer);
        if (runs > 0 && !demand.isHurried(stock, System.nanoTime())) return false;
        return !pair.isDestroyed() && boots.containsKey(peer) && fills.isIdle(peer) && filling.contains(peer);
    }

    /// @spec docs/spec/node-wire.md#NW-14 node-wire
    private void prepareNonces() {
        var batch = nonces.prepare(NONCES_PER_BATCH, self.entropy());
        synchronized (this) {
            sent.addLast(batch);
            if (sent.size() > BATCHES_KEPT) sent.removeFirst();
            peers().forEach(peer -> tell(peer, new PoolNews.Nonces(batch.encode())));
        }
        turns.serve();
    }

    /// @spec docs/spec/node-wire.md#NW-13 node-wire
    private void invite(PairSecrets pair) {
        var peer = pair.name().peer();
        if (!isAwaited() && !places.take(peer)) return;
        var invitation = new PoolNews.Invitation(new Digest32(self.fresh(32)), batch(peer));
        tell(peer, invitation);
        fills.begin(pair, invitation);
    }

    /// A fill that takes as long as this one may wait for a peer that has not heard of it.
    private void inviteAgain(PairSecrets pair) {
        var peer = pair.name().peer();
        if (pair.name().selfIsLower()) fills.underWay(peer).ifPresent(again -> tell(peer, again));
    }

    private void hear(String from, Bytes message) {
        var peer = roster.partyOf(from);
        if (peer.isEmpty() || !(PoolNews.parse(message) instanceof Parsed.Ok<PoolNews>(var news))) {
            LOG.log(Level.WARNING, "{0} sent no pool news", from);
            return;
        }
        switch (news) {
            case PoolNews.Hello hello -> hear(peer.get(), hello);
            case PoolNews.Nonces(var encoded) -> accept(peer.get(), encoded);
            case PoolNews.Invitation invitation -> hear(peer.get(), invitation);
            case PoolNews.Emptied() -> {
                fills.beginAnew(peer.get());
                looking.ask();
            }
            case PoolNews.Gone(var named) -> hear(peer.get(), named);
        }
    }

    /// A peer in a new life holds nothing of the old one: destroy what was shared with that, and begin again. The same
    /// if it does not know this life.
    ///
    /// @spec docs/spec/node-wire.md#NW-12 node-wire
    private void hear(PartyId peer, PoolNews.Hello hello) {
        var isNew = lives(peer, hello.boot());
        var knowsThisLife = hello.heard().filter(boot::equals).isPresent();
        if (isNew || !knowsThisLife) fills.beginAnew(peer);
        if (isNew || !knowsThisLife) greet(peer);
        if (hello.nonces() < nonces.available()) remind(peer);
        looking.ask();
    }

    /// @return whether this is news
    private synchronized boolean lives(PartyId peer, BootId theirs) {
        nonces.forgetAllBut(peer, theirs);
        return !theirs.equals(boots.put(peer, theirs));
    }

    /// Says again what may have been lost; who has it, ignores it.
    private synchronized void remind(PartyId peer) {
        sent.forEach(batch -> tell(peer, new PoolNews.Nonces(batch.encode())));
    }

    private void accept(PartyId peer, Bytes encoded) {
        switch (NonceBatch.parse(encoded)) {
            case Parsed.Ok<NonceBatch>(var batch) -> {
                var _ = nonces.accept(peer, batch);
                turns.serve();
            }
            case Parsed.Malformed<NonceBatch>(var offset, var expected) ->
                LOG.log(Level.WARNING, "nonce batch of {0} malformed at byte {1}: expected {2}", new Object[] {
                    peer, offset, expected
                });
        }
    }

    /// An inviting peer is short of items: where this node's store of them is full, they are none of the peer's.
    private void hear(PartyId peer, PoolNews.Invitation invitation) {
        var pair = Optional.ofNullable(pairs.get(peer));
        if (pair.isEmpty() || pair.get().name().selfIsLower()) return;
        if (invitation.items() < 1 || invitation.items() > Demand.BATCH_MAX) return;
        if (items.stock(peer) + invitation.items() > ITEMS_PER_PEER_MAX) doubt(peer);
        else fills.begin(pair.get(), invitation);
    }

    /// Of a pair the lower party chooses, and knows what it has no more.
    private void hear(PartyId peer, Allocation gone) {
        if (peer.compareTo(party) < 0) fills.discard(peer, gone);
    }

    /// In one piece: who is heard not to know this life, after it was heard to, has all that is shared begun anew.
    private synchronized void greet(PartyId peer) {
        var heard = Optional.ofNullable(boots.get(peer));
        tell(peer, new PoolNews.Hello(boot, heard, nonces.availableOf(peer)));
    }

    /// Nothing is said by pools that are retired: what comes after them would be taken for the earlier life.
    private synchronized void tell(PartyId peer, PoolNews news) {
        if (!closed) driver.send(roster.nameOf(peer), channel, news.encode());
    }

    private Digest32 fillOf(Digest32 invitation) {
        return name("pool-fill", invitation);
    }

    private Digest32 name(String purpose, Digest32 what) {
        return Transcript.of("tallystick/node/v1/" + purpose)
                .add("key", key.id())
                .add("epoch", key.epoch())
                .add("what", what)
                .digest();
    }
}
