package tallystick.node.epochs;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.node.attest.Attestations;
import tallystick.node.keystore.ShareStore;
import tallystick.node.rounds.Driver;
import tallystick.node.rounds.Keys;
import tallystick.node.rounds.Self;

/// All keys' epochs at this node.
///
/// **Threads** any; one virtual thread of its own reminds.
public final class Epochs implements AutoCloseable {
    private static final Duration REMIND_EVERY = Duration.ofSeconds(2);

    private final Self self;
    private final Driver driver;
    private final ShareStore store;
    private final Keys keys;
    private final Attestations attestations;
    private final Map<Digest32, KeyEpochs> byKey = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// @param keys where active shares are opened
    /// @param attestations signs what each ceremony was
    public Epochs(Self self, Driver driver, ShareStore store, Keys keys, Attestations attestations) {
        this.self = self;
        this.driver = driver;
        this.store = store;
        this.keys = keys;
        this.attestations = attestations;
    }

    /// Opens every active key on disk and goes on where each stood.
    ///
    /// @throws IOException if a file is damaged or not this node's: the node does not start with half its keys
    public void start() throws IOException {
        for (var saved : store.epochs().entrySet())
            switch (EpochRecord.parse(saved.getValue(), saved.getKey())) {
                case Parsed.Ok<EpochRecord>(var record) -> open(saved.getKey(), record);
                case Parsed.Malformed<EpochRecord>(var offset, var expected) ->
                    throw new IOException(
                            "epochs of key %s at byte %d: expected %s".formatted(saved.getKey(), offset, expected));
            }
        Thread.ofVirtual().name("epochs").start(this::remind);
    }

    /// The active epoch of a key, if this node has a part in it.
    public Optional<KeyRecord> shown(Digest32 keyId) {
        return of(keyId).flatMap(KeyEpochs::shown);
    }

    /// What each ceremony is attested with.
    public Attestations attestations() {
        return attestations;
    }

    /// The number of the earliest epoch of a key in which a share here still signs; of the active one if none does.
    public Optional<Integer> earliestEpoch(Digest32 keyId) {
        return keys.earliestEpoch(keyId).or(() -> activeEpoch(keyId));
    }

    /// The number of a key's active epoch, if this node knows the key.
    public Optional<Integer> activeEpoch(Digest32 keyId) {
        return of(keyId).map(KeyEpochs::activeEpoch);
    }

    /// The highest epoch of each key in which a node may have a share that this one would work with: an attempt that
    /// was begun may be certified at any time, also long after it.
    ///
    /// @param running the ceremonies under way here, also of keys that this node does not know yet
    /// @spec docs/spec/quarantine.md#QU-9 quarantine
    public Map<Digest32, Integer> presentShares(String node, Collection<CeremonyPlan> running) {
        var highest = new TreeMap<Digest32, Integer>();
        byKey.forEach((id, key) -> key.presentShare(node).ifPresent(epoch -> highest.put(id, epoch)));
        for (var plan : running)
            PresentShares.coming(plan, self.name(), node)
                    .ifPresent(epoch -> highest.merge(plan.subject(), epoch, Math::max));
        return highest;
    }

    Optional<KeyEpochs> of(Digest32 keyId) {
        return Optional.ofNullable(byKey.get(keyId));
    }

    /// The epochs of a key that this node may not have heard of before.
    ///
    /// @param subject what attempts from there are about: the key's id, the order for a key that is just made
    /// @param activeEpoch where it stands if so; 0 for a key that is just made
    synchronized KeyEpochs begin(Digest32 keyId, Digest32 subject, int activeEpoch) throws IOException {
        var known = byKey.get(keyId);
        return known != null
                ? known
                : open(keyId, new EpochRecord(0, Map.of(), new EpochChange.Idle(subject, activeEpoch, 0)));
    }

    private KeyEpochs open(Digest32 keyId, EpochRecord record) throws IOException {
        var epochs = new KeyEpochs(keyId, self, driver, new KeyEpochs.Keeping(store, keys, attestations), record);
        byKey.put(keyId, epochs);
        epochs.start();
        return epochs;
    }

    private void remind() {
        try {
            while (!closed) {
                Thread.sleep(REMIND_EVERY);
                byKey.values().forEach(KeyEpochs::remind);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        byKey.values().forEach(KeyEpochs::stop);
    }
}
