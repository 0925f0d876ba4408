package tallystick.node.rounds;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.echo.Echoed;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// Sets up anew what two nodes share for signing with one key, where one of the two has lost or destroyed it: after a
/// crash in the middle of a check, above all. A peer that failed a check stays banned until the next epoch.
///
/// Each side tells the other which set-up it holds. Where they differ, both destroy what they have, and the lower party
/// begins a set-up of the two. With one peer that is done no oftener than [RenewalPace] allows; till then what is held
/// stays, and then the peer is told of it.
///
/// **Form** kind byte 1 and the 32-byte id of the set-up held, zeros for none; kind byte 2 and a 32-byte name for the
/// run.
///
/// **Threads** any. [#beat] is to be called now and then.
final class PairRenewal implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PairRenewal.class.getName());
    private static final byte HOLDS = 1;
    private static final byte BEGIN = 2;
    private static final Digest32 NONE = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration REMIND_EVERY = Duration.ofSeconds(3);

    private final Self self;
    private final Driver driver;
    private final GroupKey key;
    private final PartyId party;
    private final NodeRoster roster;
    private final Map<PartyId, PairSecrets> pairs;
    private final AttemptLedger attempts;
    private final RenewalPace pace;
    private final BiConsumer<PartyId, PairSecrets> renewed;
    private final Digest32 channel;
    private final BiConsumer<String, Bytes> listener = this::hear;
    private final Set<PartyId> running = new HashSet<>();
    private final Set<PartyId> early = new HashSet<>();
    private long remindedNanos = System.nanoTime();
    private boolean closed;

    /// @param pairs what is held now, by peer; stays the caller's
    /// @param pace outlives this renewal
    /// @param renewed takes over what was set up anew; afterwards this renewal is closed and another begins
    PairRenewal(
            Self self,
            Driver driver,
            GroupKey key,
            NodeRoster roster,
            Map<PartyId, PairSecrets> pairs,
            AttemptLedger attempts,
            RenewalPace pace,
            BiConsumer<PartyId, PairSecrets> renewed) {
        this.self = self;
        this.driver = driver;
        this.key = key;
        this.party = roster.partyOf(self.name()).orElseThrow();
        this.roster = roster;
        this.pairs = Map.copyOf(pairs);
        this.attempts = attempts;
        this.pace = pace;
        this.renewed = renewed;
        this.channel = Transcript.of("tallystick/node/v1/pair-renewal")
                .add("key", key.id())
                .add("epoch", key.epoch())
                .digest();
    }

    void start() {
        driver.listen(channel, listener);
        for (var peer : peers()) tell(peer, HOLDS, held(peer));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        driver.unlisten(channel, listener);
    }

    /// Time has passed: what is missing is asked for again.
    void beat() {
        synchronized (this) {
            var now = System.nanoTime();
            if (closed || now - remindedNanos < REMIND_EVERY.toNanos()) return;
            remindedNanos = now;
        }
        for (var peer : peers())
            if (!isRunning(peer) && (held(peer).equals(NONE) || wasEarly(peer))) tell(peer, HOLDS, held(peer));
    }

    /// @spec docs/spec/node-wire.md#NW-9 node-wire
    private void hear(String from, Bytes message) {
        var peer = roster.partyOf(from);
        if (peer.isEmpty() || message.length() != 1 + Digest32.LENGTH_BYTES || isRunning(peer.get())) return;
        var said = new Digest32(message.slice(1, message.length()));
        var name = new PairName(key.id(), key.epoch(), party, peer.get());
        if (attempts.isBanned(name) || isEarly(name)) return;
        switch (message.at(0)) {
            case HOLDS -> {
                var own = held(peer.get());
                if (said.equals(own) && !own.equals(NONE)) return;
                destroy(peer.get());
                if (name.selfIsLower()) invite(peer.get());
                else tell(peer.get(), HOLDS, NONE);
            }
            case BEGIN -> {
                if (name.selfIsLower()) return;
                destroy(peer.get());
                begin(peer.get(), said);
            }
            default -> LOG.log(Level.WARNING, "{0} sent no news of a pair", from);
        }
    }

    private synchronized boolean isEarly(PairName name) {
        if (pace.allows(name, System.nanoTime())) return false;
        early.add(name.peer());
        return true;
    }

    /// Once, when its time has come.
    private synchronized boolean wasEarly(PartyId peer) {
        var name = new PairName(key.id(), key.epoch(), party, peer);
        return pace.allows(name, System.nanoTime()) && early.remove(peer);
    }

    private void invite(PartyId peer) {
        var run = new Digest32(self.fresh(Digest32.LENGTH_BYTES));
        tell(peer, BEGIN, run);
        begin(peer, run);
    }

    private void begin(PartyId peer, Digest32 run) {
        synchronized (this) {
            if (closed || !running.add(peer)) return;
        }
        Thread.ofVirtual().name("pair-set-up").start(() -> {
            try {
                setUp(peer, run);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                synchronized (this) {
                    running.remove(peer);
                }
            }
        });
    }

    private void setUp(PartyId peer, Digest32 run) throws InterruptedException {
        var names = new TreeMap<PartyId, String>(roster.names());
        names.keySet().retainAll(List.of(party, peer));
        var id = Transcript.of("tallystick/node/v1/pair-renewal-run")
                .add("channel", channel)
                .add("run", run)
                .digest();
        var session = new Session(new SessionId(id), party, List.copyOf(names.keySet()));
        var setup = PairSetup.of(session, key.id(), key.epoch(), self.entropy(), self.home());
        switch (driver.drive(id, Run.of(Echoed.of(setup, self.signer(), roster)), names, LIMIT)) {
            case Run.Outcome.Finished<RosterSecrets>(var secrets) -> {
                LOG.log(Level.INFO, "what is shared with {0} was set up anew", roster.nameOf(peer));
                try (secrets) {
                    secrets.byPeer().forEach(renewed);
                }
            }
            case Run.Outcome.Stopped<RosterSecrets>(var blame) ->
                LOG.log(Level.WARNING, "pair not set up: {0}", Blames.suspicion(blame, roster.names()));
        }
    }

    private void destroy(PartyId peer) {
        var pair = pairs.get(peer);
        if (pair != null) pair.close();
    }

    private Digest32 held(PartyId peer) {
        var pair = pairs.get(peer);
        return pair == null || pair.isDestroyed() ? NONE : pair.setupId();
    }

    private List<PartyId> peers() {
        return roster.parties().stream().filter(each -> !each.equals(party)).toList();
    }

    private synchronized boolean isRunning(PartyId peer) {
        return running.contains(peer);
    }

    private void tell(PartyId peer, byte kind, Digest32 what) {
        driver.send(roster.nameOf(peer), channel, Bytes.concat(Bytes.copyOf(kind), what.bytes()));
    }
}
