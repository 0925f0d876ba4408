package tallystick.node.boot;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.governance.Member;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.RefreshCause;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.GroupKey;
import tallystick.node.epochs.Ceremonies;
import tallystick.node.epochs.Epochs;
import tallystick.node.ops.Activations;
import tallystick.node.ops.Drain;
import tallystick.node.quarantine.Quarantines;
import tallystick.node.refresh.Refreshes;
import tallystick.node.rounds.Driver;
import tallystick.node.rounds.HeldKey;
import tallystick.node.rounds.Keys;
import tallystick.node.rounds.Self;
import tallystick.node.transport.Links;

/// The node, as refreshes on schedule see it.
record RefreshWorld(Parts parts, Links links, Driver driver, Activations activations, Drain drain, InstantSource clock)
        implements Refreshes.World {
    private static final Logger LOG = Logger.getLogger(RefreshWorld.class.getName());
    private static final long ORDER_LIFE_SECONDS = 300;
    /// Before it, programs did not know what to do with such an order.
    private static final int VERSION_MIN = 2;

    /// What has to do with shares.
    record Parts(
            Self self, Keys keys, Epochs epochs, Ceremonies ceremonies, Quarantines quarantines, Records records) {}

    @Override
    public void ring(String words) {
        parts.records().alarms().ring("refresh", words);
    }

    /// Not a key of which only the share of before is left.
    @Override
    public List<GroupKey> keys() {
        return parts.keys().all().stream()
                .map(HeldKey::key)
                .filter(key -> parts.epochs().shown(key.id()).isPresent())
                .toList();
    }

    @Override
    public Optional<Instant> activeSince(GroupKey key) {
        return activations.since(key);
    }

    @Override
    public List<String> up() {
        return links.versions().entrySet().stream()
                .filter(each -> each.getValue() >= VERSION_MIN)
                .map(java.util.Map.Entry::getKey)
                .filter(name -> parts.records().whyNot(name).isEmpty())
                .toList();
    }

    @Override
    public int rosterVersion() {
        return parts.self().roster().version();
    }

    @Override
    public boolean isBusy() {
        return parts.ceremonies().isBusy() || drain.hasBegun();
    }

    @Override
    public Optional<String> whyNot(GroupKey key) {
        return key.tree().parties().stream()
                .flatMap(party -> parts
                        .quarantines()
                        .whyNot(key.id(), key.epoch(), key.tree().nameOf(party))
                        .stream())
                .findFirst();
    }

    @Override
    public int attempt(GroupKey key) {
        return parts.epochs().shown(key.id()).map(KeyRecord::attempt).orElse(0);
    }

    @Override
    public CeremonyOrder order(GroupKey key, int attempt) {
        var record =
                parts.epochs().shown(key.id()).orElseThrow(() -> new AssertionError("a key that is held has a record"));
        return new CeremonyOrder.Draft(
                        new CeremonyTask.Refresh(record, RefreshCause.SCHEDULE, ""),
                        attempt,
                        rosterVersion(),
                        Instant.ofEpochSecond(clock.instant().getEpochSecond() + ORDER_LIFE_SECONDS),
                        fresh().bytes(),
                        parts.self().name())
                .sign(parts.self().identity().key());
    }

    @Override
    public void hold(CeremonyOrder order, Consumer<Boolean> ended) {
        Thread.ofVirtual().name("refresh").start(() -> ended.accept(hold(order)));
    }

    private boolean hold(CeremonyOrder order) {
        var call = drain.enter();
        if (call.isEmpty()) return false;
        var good = new AtomicBoolean();
        try (var _ = call.get()) {
            parts.ceremonies().run(order, Member.Role.NODE, news -> {
                if (news instanceof CeremonyNews.Generated) good.set(true);
                if (news instanceof CeremonyNews.Failed(var why))
                    LOG.log(Level.WARNING, "a refresh on schedule failed: {0}", why);
            });
        }
        return good.get();
    }

    @Override
    public void send(String to, Bytes message) {
        driver.send(to, Refreshes.CHANNEL, message);
    }

    @Override
    public Digest32 fresh() {
        return new Digest32(parts.self().fresh(Digest32.LENGTH_BYTES));
    }
}
