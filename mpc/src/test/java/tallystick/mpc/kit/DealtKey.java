package tallystick.mpc.kit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;

/// A key dealt whole by one who knows it: for tests of signing only, where a ceremony would only cost time.
///
/// **Form** everything follows from the seed. The shares live in memory of their own that goes with [#close].
public final class DealtKey implements AutoCloseable {
    private final GroupKey key;
    private final Scalar secret;
    private final SortedMap<LeafId, Scalar> leafScalars;
    private final SecretMemory home;
    private final SortedMap<PartyId, KeyShare> shares = new TreeMap<>();

    private DealtKey(GroupKey key, Scalar secret, SortedMap<LeafId, Scalar> leafScalars) {
        this(key, secret, leafScalars, SecretMemory.open());
    }

    private DealtKey(GroupKey key, Scalar secret, SortedMap<LeafId, Scalar> leafScalars, SecretMemory home) {
        this.key = key;
        this.secret = secret;
        this.leafScalars = leafScalars;
        this.home = home;
        for (var party : key.tree().parties()) shares.put(party, shareOf(party));
    }

    /// A fresh key in epoch 1.
    public static DealtKey deal(QuorumTree tree, Scheme scheme, long seed) {
        var group = scheme.curve().group();
        var entropy = entropy(seed);
        return deal(tree, scheme, 1, keyId(seed), group.randomScalar(entropy), () -> group.randomScalar(entropy));
    }

    /// A fresh key in epoch 1 for the tree written so.
    public static DealtKey deal(String tree, Scheme scheme, long seed) {
        return deal(QuorumTree.parse(tree).orThrow(), scheme, seed);
    }

    /// The key of a published vector: this secret and these non-constant coefficients, gate by gate in pre-order and
    /// ascending power within a gate.
    public static DealtKey ofVector(QuorumTree tree, Scheme scheme, Scalar secret, List<Scalar> coefficients) {
        var next = new ArrayList<>(coefficients);
        return deal(tree, scheme, 1, keyId(0), secret, next::removeFirst);
    }

    /// The same key in the next epoch: other leaf shares of the same secret, id and chain code.
    public DealtKey refreshed(long seed) {
        var entropy = entropy(seed);
        return deal(
                key.tree(),
                key.scheme(),
                key.epoch() + 1,
                key.id(),
                secret,
                () -> key.group().randomScalar(entropy));
    }

    /// The same shares under another public half with the same tree and leaf points: one that lies.
    public DealtKey under(GroupKey other) {
        return new DealtKey(other, secret, leafScalars);
    }

    /// The same key with its shares in this memory, which closes with it.
    public DealtKey in(SecretMemory memory) {
        return new DealtKey(key, secret, leafScalars, memory);
    }

    /// Reproducible chance: never outside tests.
    public static Entropy entropy(long seed) {
        var random = new SplittableRandom(seed);
        return target -> {
            synchronized (random) {
                for (var i = 0L; i < target.byteSize(); i++)
                    target.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
            }
        };
    }

    /// Chance that is these bytes, in this order, for published vectors.
    public static Entropy scripted(tallystick.crypto.codec.Bytes script) {
        var position = new int[1];
        return target -> {
            var length = Math.toIntExact(target.byteSize());
            MemorySegment.copy(script.toArray(), position[0], target, ValueLayout.JAVA_BYTE, 0, length);
            position[0] += length;
        };
    }

    /// The public half.
    public GroupKey key() {
        return key;
    }

    /// The whole secret, which no party knows.
    public Scalar secret() {
        return secret;
    }

    /// A party's share; closed with this key.
    public KeyShare share(PartyId party) {
        return shares.get(party);
    }

    /// A party's share; closed with this key.
    public KeyShare share(int party) {
        return share(new PartyId(party));
    }

    /// The set of these parties, which must satisfy the tree.
    public SigningSet set(int... parties) {
        return set(java.util.Arrays.stream(parties).mapToObj(PartyId::new).toList());
    }

    /// The set of these parties, which must satisfy the tree.
    public SigningSet set(Collection<PartyId> parties) {
        return key.tree().qualify(parties).orThrow();
    }

    /// Memory for a test's own secrets; closed with this key.
    public SecretMemory home() {
        return home;
    }

    @Override
    public void close() {
        shares.values().forEach(KeyShare::close);
        home.close();
    }

    private static DealtKey deal(
            QuorumTree tree, Scheme scheme, int epoch, Digest32 id, Scalar secret, Supplier<Scalar> chance) {
        var leaves = new TreeMap<LeafId, Scalar>();
        spread(scheme.curve().group(), tree.root(), secret, chance, leaves);
        var points = new TreeMap<LeafId, Element>();
        leaves.forEach((leaf, scalar) -> points.put(leaf, scalar.timesGenerator()));
        var chainCode =
                Transcript.of("tallystick/test/v1/chain-code").add("key", id).digest();
        var point = secret.timesGenerator().orThrow("dealt secret is not zero");
        return new DealtKey(new GroupKey(id, scheme, tree, epoch, point, chainCode, points), secret, leaves);
    }

    private static void spread(
            Group group, Node node, Scalar value, Supplier<Scalar> chance, SortedMap<LeafId, Scalar> leaves) {
        switch (node) {
            case Node.Leaf leaf -> leaves.put(leaf.id(), value);
            case Node.Gate gate -> {
                var coefficients = new ArrayList<Scalar>(List.of(value));
                while (coefficients.size() < gate.minChildren()) coefficients.add(chance.get());
                for (var i = 0; i < gate.children().size(); i++) {
                    var at = group.scalar(i + 1L);
                    var evaluation = group.scalar(0);
                    for (var coefficient : coefficients.reversed())
                        evaluation = evaluation.times(at).plus(coefficient);
                    spread(group, gate.children().get(i), evaluation, chance, leaves);
                }
            }
        }
    }

    private KeyShare shareOf(PartyId party) {
        var own = new TreeMap<LeafId, SecretScalar>();
        for (var leaf : key.tree().leavesOf(party))
            own.put(leaf.id(), key.group().secretOf(leafScalars.get(leaf.id()), home));
        return new KeyShare(key, party, own);
    }

    private static Digest32 keyId(long seed) {
        return Transcript.of("tallystick/test/v1/dealt-key").add("seed", seed).digest();
    }
}
