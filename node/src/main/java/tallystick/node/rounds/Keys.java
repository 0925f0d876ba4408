package tallystick.node.rounds;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.node.keystore.ShareStore;

/// The keys this node holds an active share of, opened and ready to sign.
///
/// **Threads** any. Closing destroys all shares.
public final class Keys implements AutoCloseable {
    /// Makes what one key's signing spends, and keeps it stocked.
    @FunctionalInterface
    public interface PoolMaker {
        /// @param share stays the caller's
        /// @param pairs the same secrets the share has, by peer
        Pools open(EcdsaKeyShare share, NodeRoster roster, Map<PartyId, PairSecrets> pairs);
    }

    private final Self self;
    private final ShareStore store;
    private final PoolMaker pools;
    private final Map<Digest32, HeldKey> held = new ConcurrentHashMap<>();

    /// @param pools called once for each key
    public Keys(Self self, ShareStore store, PoolMaker pools) {
        this.self = self;
        this.store = store;
        this.pools = pools;
    }

    /// Opens every active key on disk.
    ///
    /// @throws IOException if a file is damaged or not this node's: the node does not start with half its keys
    public void openAll() throws IOException {
        for (var stored : store.load()) open(stored);
    }

    /// Opens the key of a certificate that has just become active.
    void open(Certificate certificate) throws IOException {
        open(store.load(certificate));
    }

    /// The key called `id`, if this node can sign with it.
    public Optional<HeldKey> held(Digest32 id) {
        return Optional.ofNullable(held.get(id));
    }

    /// The public key a child of a held key signs under; empty if the key is not held or the path has no child.
    public Optional<Point> point(Digest32 id, List<Integer> path) {
        return held(id).flatMap(held -> {
            var key = held.share().key();
            return switch (new Derivation(key.point(), key.chainCode()).along(new DerivationPath(path))) {
                case Derivation.Derived(var _, var child, var _) -> Optional.of(child);
                case Derivation.NoChild _ -> Optional.empty();
            };
        });
    }

    /// All keys, for status.
    public List<KeyCard> cards() {
        return held.values().stream().map(key -> card(key.share().key())).toList();
    }

    static KeyCard card(GroupKey key) {
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
        held.values().forEach(HeldKey::close);
        held.clear();
    }

    private void open(ShareStore.Stored stored) throws IOException {
        try (var bundle = stored.pairs()) {
            var key = stored.certificate().key();
            if (key.scheme() != Scheme.ECDSA_SECP256K1)
                throw new IOException(
                        "key %s is of scheme %s, which this node cannot sign with".formatted(key.id(), key.scheme()));
            var roster = NodeRoster.of(self.roster(), key.tree())
                    .orElseThrow(() -> new IOException("the roster lacks a node of key " + key.id()));
            var pairs =
                    switch (PairBundle.read(bundle, self.home())) {
                        case Parsed.Ok<Map<PartyId, PairSecrets>>(var read) -> read;
                        case Parsed.Malformed<Map<PartyId, PairSecrets>>(var offset, var expected) ->
                            throw new IOException(
                                    "pairs of key %s at byte %d: expected %s".formatted(key.id(), offset, expected));
                    };
            var share = new EcdsaKeyShare(stored.share(), pairs, self.home());
            held.put(key.id(), new HeldKey(share, roster, pools.open(share, roster, pairs)));
        }
    }
}
