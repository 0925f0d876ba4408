package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.session.PartyId;

/// One party's stock of pre-committed nonces for one key and epoch: its own with their secrets, the other parties' as
/// bare commitments.
///
/// **Why** signing takes one of each party and saves a round. Everything is spent once, lives in this memory only and
/// dies with the process; nothing can bring a nonce back that was handed out.
///
/// **Threads** any; taking is atomic, all or nothing.
public final class NonceStock implements AutoCloseable {
    /// Most commitments kept of one other party: the newest.
    ///
    /// **Why** a party that signs with others spends nonces that this one never sees spent.
    public static final int KEPT_MAX = 1 << 13;

    /// What came of a batch another party sent.
    public enum Acceptance {
        /// Kept.
        KEPT,
        /// Known already; nothing changed.
        REPEATED,
        /// Sent by nobody who shares the key, or by this party itself.
        STRANGER
    }

    /// A commitment and what its preimage must begin with.
    ///
    /// @param scope whose it is
    /// @param value the hash
    record Commitment(NonceScope scope, Digest32 value) {}

    /// Own nonces that were taken, with their names.
    ///
    /// @param refs what the others look up
    /// @param nonces in the same order
    record Own(List<NonceRef> refs, List<PrecommittedNonce> nonces) {}

    /// So many names of batches are remembered, so that none comes back. One that came back after all those would give
    /// its sender the choice of a nonce it had fixed long before, as it has among all that are kept.
    private static final int BATCHES_SEEN_MAX = 1 << 16;

    private final GroupKey key;
    private final PartyId self;
    private final NonceScope scope;
    private final SecretMemory home;
    private final LinkedHashMap<NonceRef, PrecommittedNonce> own = new LinkedHashMap<>();
    private final Map<PartyId, LinkedHashMap<NonceRef, Commitment>> others = new HashMap<>();
    private final Map<PartyId, LinkedHashSet<Digest32>> batchesSeen = new HashMap<>();
    private boolean closed;

    /// @param key which key and epoch
    /// @param self whose stock
    /// @param boot names this process instance: 32 random bytes drawn at its start
    /// @param home where the secrets live
    /// @throws IllegalArgumentException if `self` is not of the key: the caller's fault
    public NonceStock(GroupKey key, PartyId self, BootId boot, SecretMemory home) {
        if (!key.tree().parties().contains(self))
            throw new IllegalArgumentException("%s is not of this key".formatted(self));
        this.key = key;
        this.self = self;
        this.scope = NonceScope.of(key, self, boot);
        this.home = home;
    }

    /// Draws nonces and keeps them; the result goes to every other party of the key.
    ///
    /// @param count 1..[NonceBatch#COUNT_MAX]; with those that are left at most [#KEPT_MAX], since the others keep
    /// no more
    /// @throws IllegalArgumentException if there would be more: the caller's fault
    /// @throws IllegalStateException after close: the caller's fault; nothing stays allocated
    public NonceBatch prepare(int count, Entropy entropy) {
        requireRoom(count);
        var nonces = new ArrayList<PrecommittedNonce>(count);
        var commitments = new ArrayList<Digest32>(count);
        var kept = false;
        try {
            for (var index = 0; index < count; index++) {
                var nonce = PrecommittedNonce.draw(entropy, home);
                nonces.add(nonce);
                commitments.add(scope.commit(index, nonce.opening(), nonce.point()));
            }
            var batch = new NonceBatch(scope.boot(), new Digest32(PrecommittedNonce.fresh(entropy, home)), commitments);
            var name = batch.name(scope);
            synchronized (this) {
                requireRoom(count);
                for (var index = 0; index < count; index++) own.put(new NonceRef(name, index), nonces.get(index));
                kept = true;
            }
            return batch;
        } finally {
            if (!kept) nonces.forEach(PrecommittedNonce::close);
        }
    }

    private synchronized void requireRoom(int count) {
        if (closed) throw new IllegalStateException("nonce stock used after close");
        if (own.size() + count > KEPT_MAX)
            throw new IllegalArgumentException(
                    "%d nonces besides %d are above %d".formatted(count, own.size(), KEPT_MAX));
    }

    /// Keeps what an *authenticated* other party sent.
    public synchronized Acceptance accept(PartyId from, NonceBatch batch) {
        if (from.equals(self) || !key.tree().parties().contains(from)) return Acceptance.STRANGER;
        var theirs = NonceScope.of(key, from, batch.boot());
        var name = batch.name(theirs);
        var kept = others.computeIfAbsent(from, _ -> new LinkedHashMap<>());
        // A spent commitment must not come back by sending its batch again.
        var names = batchesSeen.computeIfAbsent(from, _ -> new LinkedHashSet<>());
        if (!names.add(name)) return Acceptance.REPEATED;
        while (names.size() > BATCHES_SEEN_MAX) names.removeFirst();
        for (var index = 0; index < batch.commitments().size(); index++)
            kept.put(
                    new NonceRef(name, index),
                    new Commitment(theirs, batch.commitments().get(index)));
        while (kept.size() > KEPT_MAX) kept.pollFirstEntry();
        return Acceptance.KEPT;
    }

    /// How many own nonces are left.
    public synchronized int available() {
        return own.size();
    }

    /// How many commitments of another party are left.
    public synchronized int availableOf(PartyId other) {
        return of(other).size();
    }

    private Map<NonceRef, Commitment> of(PartyId other) {
        Map<NonceRef, Commitment> kept = others.get(other);
        return kept == null ? Map.of() : kept;
    }

    /// Drops the unused commitments of a party that were not made in `life`: it has started anew and holds their
    /// nonces no more.
    public synchronized void forgetAllBut(PartyId other, BootId life) {
        var kept = others.get(other);
        if (kept != null) kept.values().removeIf(each -> !each.scope().boot().equals(life));
    }

    /// Takes own nonces, oldest first, for ever.
    ///
    /// @return none if there are too few, and then nothing was taken
    synchronized Optional<Own> allocate(int count) {
        if (own.size() < count) return Optional.empty();
        var refs = own.sequencedKeySet().stream().limit(count).toList();
        var taken = refs.stream().map(own::remove).toList();
        return Optional.of(new Own(refs, taken));
    }

    /// Takes these commitments of another party, for ever.
    ///
    /// @return none if one of them is unknown or spent, and then nothing was taken
    synchronized Optional<List<Commitment>> take(PartyId other, List<NonceRef> refs) {
        var kept = of(other);
        if (!kept.keySet().containsAll(refs) || Set.copyOf(refs).size() != refs.size()) return Optional.empty();
        return Optional.of(refs.stream().map(kept::remove).toList());
    }

    /// Drops what is here of these commitments of another party: it has named them for a session that has stopped.
    synchronized void discard(PartyId other, List<NonceRef> refs) {
        of(other).keySet().removeAll(Set.copyOf(refs));
    }

    /// Destroys all nonces that were not taken.
    @Override
    public synchronized void close() {
        closed = true;
        own.values().forEach(PrecommittedNonce::close);
        own.clear();
        others.clear();
    }
}
