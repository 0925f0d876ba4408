package tallystick.mpc.frost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.KeyShare;

/// One party's stock of nonces made ahead for one key and epoch, so that signing is one message each way.
///
/// **Why** a nonce used twice gives away the share, so the stock lives in memory only, dies with the process, and
/// gives each item out once. Its id names key, epoch, party, process and fill, so that after a restart no old name
/// finds a new item.
///
/// **Form** bounded; indices rise from 0 and are never used again. **Threads** any; taking is atomic, all or nothing.
public final class NoncePool implements AutoCloseable {
    /// Most items one pool may hold.
    public static final int ITEMS_MAX = 1 << 16;

    private final KeyShare share;
    private final Digest32 id;
    private final int itemsMax;
    private final Entropy entropy;
    private final SecretMemory home;
    private final Map<Integer, SigningNonces> unspent = new HashMap<>();
    private int nextIndex;
    private boolean closed;

    /// An empty pool.
    ///
    /// @param share whose nonces; outlives the pool
    /// @param bootId names this run of the process; drawn at its start
    /// @param fresh 32 bytes drawn for this pool alone
    /// @param itemsMax most items held at once, 1..[#ITEMS_MAX]
    public NoncePool(KeyShare share, Digest32 bootId, Bytes fresh, int itemsMax, Entropy entropy, SecretMemory home) {
        if (itemsMax < 1 || itemsMax > ITEMS_MAX)
            throw new IllegalArgumentException("pool of %d items not in 1..%d".formatted(itemsMax, ITEMS_MAX));
        if (fresh.length() != FrostSetup.FRESH_LENGTH_BYTES)
            throw new IllegalArgumentException("%d fresh bytes, not 32".formatted(fresh.length()));
        this.share = share;
        this.itemsMax = itemsMax;
        this.entropy = entropy;
        this.home = home;
        this.id = Transcript.of("tallystick/frost/v1/pool")
                .add("group key", share.key().hash())
                .add("party", share.self().value())
                .add("boot", bootId)
                .add("fresh", fresh)
                .digest();
    }

    /// Its name.
    /// @spec docs/spec/frost.md#FR-30 frost
    public Digest32 id() {
        return id;
    }

    /// The share its nonces are hedged with.
    public KeyShare share() {
        return share;
    }

    /// How many items are left.
    public synchronized int size() {
        return unspent.size();
    }

    /// Makes up to `count` more items, as many as there is room for; what to tell the others of them.
    ///
    /// @param count from 1
    /// @return nothing if the pool is full
    public synchronized Optional<PoolAnnouncement> fill(int count) {
        if (closed) throw new IllegalStateException("nonce pool used after close");
        var room = Math.min(count, Math.min(itemsMax - unspent.size(), PoolAnnouncement.ITEMS_MAX));
        if (room < 1 || nextIndex > Integer.MAX_VALUE - room) return Optional.empty();
        var firstIndex = nextIndex;
        var drawn = new ArrayList<SigningNonces>(room);
        try (var held = new Held()) {
            for (var i = 0; i < room; i++)
                drawn.add(held.hold(SigningNonces.draw(share, entropy, home), SigningNonces::close));
            for (var nonces : held.release(drawn)) unspent.put(nextIndex++, nonces);
        }
        var commitments = drawn.stream().map(SigningNonces::commitments).toList();
        return Optional.of(new PoolAnnouncement(id, firstIndex, commitments));
    }

    /// Removes these items for ever; nothing, and none removed, if one is unknown or spent.
    public synchronized Optional<List<SigningNonces>> take(NonceItems items) {
        if (!items.pool().equals(id)) return Optional.empty();
        for (var i = 0; i < items.count(); i++) {
            if (!unspent.containsKey(items.firstIndex() + i)) return Optional.empty();
        }
        var taken = new ArrayList<SigningNonces>(items.count());
        for (var i = 0; i < items.count(); i++)
            taken.add(Objects.requireNonNull(unspent.remove(items.firstIndex() + i), "checked above"));
        return Optional.of(List.copyOf(taken));
    }

    /// Destroys what is left. Idempotent.
    @Override
    public synchronized void close() {
        closed = true;
        unspent.values().forEach(SigningNonces::close);
        unspent.clear();
    }

    @Override
    public String toString() {
        return "NoncePool";
    }
}
