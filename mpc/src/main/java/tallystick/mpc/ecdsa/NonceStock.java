package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    /// Most commitments kept of one other party, if nothing else is said: those of the newest batches, taken ones of a
    /// batch that is kept included.
    ///
    /// **Why** a party that signs with others spends nonces that this one never sees spent. And why it is enough
    /// for one session of as many digests as there may be.
    public static final int KEPT_MAX = Allocation.ITEMS_MAX;

    /// Most batches kept of one other party: the newest. So a batch of many is kept longer than many of one.
    public static final int BATCHES_MAX = 1 << 7;

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

    private final GroupKey key;
    private final PartyId self;
    private final NonceScope scope;
    private final SecretMemory home;
    private final int keptMax;
    private final LinkedHashMap<NonceRef, PrecommittedNonce> own = new LinkedHashMap<>();
    private final Map<PartyId, NonceBatches> others = new HashMap<>();
    private boolean closed;

    /// @param key which key and epoch
    /// @param self whose stock
    /// @param boot names this process instance: 32 random bytes drawn at its start
    /// @param home where the secrets live
    /// @throws IllegalArgumentException if `self` is not of the key: the caller's fault
    public NonceStock(GroupKey key, PartyId self, BootId boot, SecretMemory home) {
        this(key, self, boot, home, KEPT_MAX);
    }

    /// The same with another bound, which is that of all parties of the key.
    ///
    /// **Why** a corrupt party fills what there is, on each key that it shares: some 35 bytes for each commitment
    /// and 60 kilobytes besides.
    ///
    /// @param keptMax most commitments kept of one other party, and own ones prepared: 1..[#KEPT_MAX]
    /// @throws IllegalArgumentException also if it is out of range: the caller's fault
    public NonceStock(GroupKey key, PartyId self, BootId boot, SecretMemory home, int keptMax) {
        if (keptMax < 1 || keptMax > KEPT_MAX)
            throw new IllegalArgumentException("%d commitments kept, not 1..%d".formatted(keptMax, KEPT_MAX));
        if (!key.tree().parties().contains(self))
            throw new IllegalArgumentException("%s is not of this key".formatted(self));
        this.key = key;
        this.self = self;
        this.scope = NonceScope.of(key, self, boot);
        this.home = home;
        this.keptMax = keptMax;
    }

    /// Draws nonces and keeps them; the result goes to every other party of the key.
    ///
    /// @param count from 1; with all of the batches of which some are left, no more than the others keep
    /// @throws IllegalArgumentException if there would be more, or more than [#BATCHES_MAX] batches: the caller's
    /// fault
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
        // They are spent in their order, and others keep a batch whole until its last is.
        var besides = own.isEmpty() ? 0 : own.size() + own.firstEntry().getKey().index();
        if (count > keptMax - besides)
            throw new IllegalArgumentException("%d nonces besides %d are above %d".formatted(count, besides, keptMax));
        var batches = own.keySet().stream().map(NonceRef::batch).distinct().count();
        if (batches >= BATCHES_MAX)
            throw new IllegalArgumentException("a batch besides %d is above %d".formatted(batches, BATCHES_MAX));
    }

    /// Keeps what an *authenticated* other party sent.
    public synchronized Acceptance accept(PartyId from, NonceBatch batch) {
        if (from.equals(self) || !key.tree().parties().contains(from)) return Acceptance.STRANGER;
        var theirs = NonceScope.of(key, from, batch.boot());
        var kept = others.computeIfAbsent(from, _ -> new NonceBatches(keptMax));
        return kept.add(theirs, batch.name(theirs), batch.commitments()) ? Acceptance.KEPT : Acceptance.REPEATED;
    }

    /// How many own nonces are left.
    public synchronized int available() {
        return own.size();
    }

    /// How many commitments of another party are left.
    public synchronized int availableOf(PartyId other) {
        var kept = others.get(other);
        return kept == null ? 0 : kept.available();
    }

    /// Drops the unused commitments of a party that were not made in `life`: it has started anew and holds their
    /// nonces no more.
    public synchronized void forgetAllBut(PartyId other, BootId life) {
        var kept = others.get(other);
        if (kept != null) kept.forgetAllBut(life);
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
        return others.computeIfAbsent(other, _ -> new NonceBatches(keptMax)).take(refs);
    }

    /// Drops what is here of these commitments of another party: it has named them for a session that has stopped.
    synchronized void discard(PartyId other, List<NonceRef> refs) {
        var kept = others.get(other);
        if (kept != null) kept.discard(refs);
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
