package tallystick.node.rounds;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.NodeStanding.EarlierEpoch;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.SigningEpoch;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.PartyId;
import tallystick.node.keystore.ShareStore;
import tallystick.node.ledger.PairLedger;
import tallystick.node.ledger.SetLedger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.logging.KeyName;

/// The keys this node holds an active share of, opened and ready to sign.
///
/// **Threads** any. Closing destroys all shares.
public final class Keys implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Keys.class.getName());

    /// Makes what one key's signing spends, and keeps it stocked.
    @FunctionalInterface
    public interface PoolMaker {
        /// Not started yet.
        ///
        /// @param share stays the caller's
        /// @param pairs the same secrets the share has, by peer
        /// @param queue the same for all keys
        Pools open(EcdsaKeyShare share, NodeRoster roster, Map<PartyId, PairSecrets> pairs, FillQueue queue);
    }

    private final Self self;
    private final Driver driver;
    private final ShareStore store;
    private final PairLedger attempts;
    private final SetLedger sets;
    private final PoolMaker pools;
    private final Map<Digest32, HeldKey> held = new ConcurrentHashMap<>();
    /// Of keys whose last epoch change is not over: the shares of before, by their epochs.
    private final Map<Digest32, NavigableMap<Integer, HeldKey>> before = new ConcurrentHashMap<>();
    /// Who uses which epoch, of the same keys.
    private final Map<Digest32, Map<Integer, Set<String>>> users = new ConcurrentHashMap<>();
    private final RenewalPace pace = new RenewalPace();
    private final Pulse pulse = Pulse.start();
    private final FillQueue fillQueue = new FillQueue();
    private volatile Duration stockLimit = Duration.ofMinutes(1);
    /// What each group key that is held shares with its peers, by its hash.
    private final Map<Digest32, Map<PartyId, PairSecrets>> shared = new HashMap<>();

    /// @param pools called once for each key
    public Keys(Self self, Driver driver, ShareStore store, PairLedger attempts, SetLedger sets, PoolMaker pools) {
        this.self = self;
        this.driver = driver;
        this.store = store;
        this.attempts = attempts;
        this.sets = sets;
        this.pools = pools;
    }

    /// Has runs that begin from now on wait so long for what they spend, in the place of a minute.
    public void waitForStock(Duration limit) {
        stockLimit = limit;
    }

    /// Opens the share of the epoch in use, in place of an older one of the same key.
    ///
    /// @param change where this node stands with the key
    /// @throws IOException if the share is not on disk, damaged, or not this node's
    public void open(EpochChange change) throws IOException {
        open(store.load(change));
    }

    /// Gives a key up: this node has no part in it any more.
    public synchronized void drop(Digest32 id) {
        forget(id);
        retire(held.remove(id));
    }

    /// The epoch of a key is about to change: what is open of it goes on with those who do not use the next one yet.
    ///
    /// @param epochs which go on: what is open of others before is retired
    public synchronized void setAside(Digest32 id, Set<Integer> epochs) {
        var now = held.remove(id);
        if (now != null) retire(putBefore(now));
        keepOnly(id, epochs);
    }

    /// Of the epochs before some are over.
    ///
    /// @param epochs which go on: what is open of others before is retired
    public synchronized void keepOnly(Digest32 id, Set<Integer> epochs) {
        var kept = new TreeMap<>(before.getOrDefault(id, Collections.emptyNavigableMap()));
        kept.forEach((epoch, key) -> {
            if (!epochs.contains(epoch)) retire(key);
        });
        kept.keySet().retainAll(epochs);
        if (kept.isEmpty()) before.remove(id);
        else before.put(id, Collections.unmodifiableNavigableMap(kept));
    }

    /// Who uses an epoch by now, of a key of which earlier ones are still kept.
    public synchronized void usedBy(Digest32 id, int epoch, Set<String> names) {
        var all = new TreeMap<>(users.getOrDefault(id, Map.of()));
        all.put(epoch, Set.copyOf(names));
        users.put(id, Collections.unmodifiableMap(all));
    }

    /// The epochs before are over everywhere.
    public synchronized void forget(Digest32 id) {
        var over = before.remove(id);
        if (over != null) over.values().forEach(this::retire);
        users.remove(id);
    }

    private void retire(@Nullable HeldKey key) {
        if (key == null) return;
        shared.remove(key.key().hash());
        key.retire();
    }

    /// The key called `id` in the latest epoch in which this node can sign with it.
    public Optional<HeldKey> held(Digest32 id) {
        return Optional.ofNullable(held.get(id))
                .or(() -> Optional.ofNullable(before.get(id))
                        .map(kept -> kept.lastEntry().getValue()));
    }

    /// The key called `id` in the epoch in which this node signs with `signers`: while not every owner has said that it
    /// uses the last one, it may be one of before.
    /// @spec docs/spec/ceremony.md#CE-34 ceremony
    public synchronized Optional<HeldKey> held(Digest32 id, Collection<String> signers) {
        var old = before.get(id);
        if (old == null) return held(id);
        var all = new TreeMap<>(old);
        Optional.ofNullable(held.get(id)).ifPresent(now -> all.put(now.key().epoch(), now));
        var who = users.getOrDefault(id, Map.of());
        var kept = new TreeMap<Integer, SigningEpoch.Kept>();
        all.forEach((epoch, key) ->
                kept.put(epoch, new SigningEpoch.Kept(key.key().tree(), who.getOrDefault(epoch, Set.of()))));
        return SigningEpoch.of(kept, signers).map(all::get).or(() -> held(id));
    }

    /// The key of a signing set, in its epoch, if that is still open here.
    public Optional<GroupKey> of(SetName set) {
        return Optional.ofNullable(held.get(set.key()))
                .filter(key -> key.key().epoch() == set.epoch())
                .or(() -> Optional.ofNullable(before.get(set.key())).map(kept -> kept.get(set.epoch())))
                .map(HeldKey::key);
    }

    /// The earliest epoch of a key in which this node signs.
    public synchronized Optional<Integer> earliestEpoch(Digest32 id) {
        return Optional.ofNullable(before.get(id))
                .map(NavigableMap::firstKey)
                .or(() -> held(id).map(key -> key.key().epoch()));
    }

    /// Keys with which this node may sign in an epoch before the last, each with the earliest.
    public List<EarlierEpoch> earlier() {
        return all().stream()
                .map(HeldKey::key)
                .flatMap(
                        key -> earliestEpoch(key.id())
                                .filter(epoch -> epoch < key.epoch())
                                .map(epoch -> new EarlierEpoch(key.id(), epoch))
                                .stream())
                .toList();
    }

    /// All keys, each in the latest epoch that is open here.
    public List<HeldKey> all() {
        var all = new TreeMap<Digest32, HeldKey>();
        before.forEach((id, kept) -> all.put(id, kept.lastEntry().getValue()));
        all.putAll(held);
        return List.copyOf(all.values());
    }

    /// All keys, for status.
    public List<KeyCard> cards() {
        return all().stream().map(key -> card(key.key())).toList();
    }

    /// What anybody may know of a key.
    public static KeyCard card(GroupKey key) {
        return new KeyCard(
                key.id(),
                key.scheme().code(),
                key.tree().toString(),
                key.epoch(),
                key.point().encode(),
                key.chainCode());
    }

    @Override
    public void close() {
        var all = new ArrayList<>(held.values());
        before.values().forEach(kept -> all.addAll(kept.values()));
        held.clear();
        before.clear();
        all.forEach(HeldKey::retire);
        pulse.close();
    }

    /// Opens what is on disk, and retires what was open of the same key: its runs end with the old shares.
    private synchronized void open(ShareStore.Stored stored) throws IOException {
        var key = stored.certificate().key();
        var roster = NodeRoster.of(self.roster(), key.tree());
        if (roster.parties().size() < key.tree().parties().size())
            LOG.log(
                    Level.WARNING,
                    "key {0}: a node of its tree is gone from the roster: reshare it without that one",
                    new KeyName(key.id()));
        var opened = new HeldKey(stored.share(), roster, signer(stored, roster), sets);
        var last = isBefore(key) ? putBefore(opened) : held.put(key.id(), opened);
        if (last != null) last.retire();
        opened.start();
    }

    private KeySigner signer(ShareStore.Stored stored, NodeRoster roster) throws IOException {
        var key = stored.certificate().key();
        try (var bundle = stored.pairs()) {
            if (key.scheme() != Scheme.ECDSA_SECP256K1)
                return new FrostSigner(self, driver, stored.share(), roster, sets);
            var pairs =
                    switch (PairBundle.read(bundle, self.home())) {
                        case Parsed.Ok<Map<PartyId, PairSecrets>>(var read) -> read;
                        case Parsed.Malformed<Map<PartyId, PairSecrets>>(var offset, var expected) ->
                            throw new IOException(
                                    "pairs of key %s at byte %d: expected %s".formatted(key.id(), offset, expected));
                    };
            var share = new EcdsaKeyShare(stored.share(), pairs, self.home());
            var opened = pools.open(share, roster, pairs, fillQueue);
            var renewal = new PairRenewal(
                    self,
                    driver,
                    key,
                    roster,
                    pairs,
                    attempts,
                    pace,
                    (peer, fresh) -> renewed(stored.change(), key, peer, fresh));
            shared.put(key.hash(), pairs);
            return new EcdsaSigner(self, driver, share, roster, opened, renewal, sets, pulse, () -> stockLimit);
        }
    }

    /// What was set up anew goes to disk, and only then is its interrupted check forgotten and the key opened again.
    /// All else stays as it is held by now: another pair may have been set up anew since this began.
    private synchronized void renewed(EpochChange change, GroupKey key, PartyId peer, PairSecrets fresh) {
        if (!isHeld(key) && !isBefore(key)) return;
        var all = new TreeMap<>(shared.getOrDefault(key.hash(), Map.of()));
        all.values().removeIf(PairSecrets::isDestroyed);
        all.put(peer, fresh);
        try (var bundle = PairBundle.write(all, self.home())) {
            store.replacePairs(key, bundle);
            attempts.renewed(fresh.name());
            pace.renewed(fresh.name(), System.nanoTime());
            open(change);
        } catch (IOException | StoreUnavailable e) {
            LOG.log(Level.SEVERE, "what was set up anew with a peer cannot be stored: it is set up again later", e);
        }
    }

    private boolean isHeld(GroupKey key) {
        return isOf(Optional.ofNullable(held.get(key.id())), key);
    }

    private boolean isBefore(GroupKey key) {
        return isOf(Optional.ofNullable(before.get(key.id())).map(kept -> kept.get(key.epoch())), key);
    }

    private static boolean isOf(Optional<HeldKey> open, GroupKey key) {
        return open.filter(each -> each.key().hash().equals(key.hash())).isPresent();
    }

    private @Nullable HeldKey putBefore(HeldKey opened) {
        var id = opened.key().id();
        var kept = new TreeMap<>(before.getOrDefault(id, Collections.emptyNavigableMap()));
        var last = kept.put(opened.key().epoch(), opened);
        before.put(id, Collections.unmodifiableNavigableMap(kept));
        return last;
    }
}
