package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.access.TreeSharing;
import tallystick.mpc.frost.CommitmentList;
import tallystick.mpc.frost.FrostSign;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SignatureShare;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningNonces;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.RandomTree;
import tallystick.mpc.session.PartyId;

/// For random trees, without a message: a set that satisfies the tree makes FROST signatures that verify under the
/// group key, dealing zero again or the additive shares again keeps that key, and a share of before fits nothing of
/// after.
class SharingLawsTest {
    private static final int TREES = 1000;
    private static final int PARTIES_MAX = 6;
    private static final List<Scheme> SCHEMES =
            List.of(Scheme.FROST_BIP340, Scheme.FROST_ED25519, Scheme.FROST_SECP256K1);

    private final SecretMemory home = SecretMemory.open();
    private int refusedOld;
    private int keptAnyway;
    private int severalSigned;

    @Test
    void keysOfRandomTrees_signAndOutliveRefreshAndReshare_butOldSharesDoNot() {
        var trees = 0;
        try (home) {
            for (var seed = 1L; trees < TREES; seed++) {
                try {
                    if (check(seed)) trees++;
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
            assertThat(home.lentBytes()).isZero();
        }
        assertThat(severalSigned).isGreaterThan(1200);
        assertThat(refusedOld).isGreaterThan(1000);
        assertThat(keptAnyway).isLessThan(refusedOld);
    }

    /// One key in one epoch, and the secret of every leaf.
    private record Held(GroupKey key, SortedMap<LeafId, SecretScalar> leaves) implements AutoCloseable {
        KeyShare share(PartyId party) {
            var own = new TreeMap<LeafId, SecretScalar>();
            for (var leaf : key.tree().leavesOf(party))
                own.put(leaf.id(), leaves.get(leaf.id()).copy());
            return new KeyShare(key, party, own);
        }

        @Override
        public void close() {
            leaves.values().forEach(SecretScalar::close);
        }
    }

    /// False for a tree that is refused or has too many parties.
    private boolean check(long seed) {
        var chance = new Random(seed);
        var entropy = DealtKey.entropy(seed);
        var scheme = SCHEMES.get((int) (seed % SCHEMES.size()));
        if (!(tree(chance) instanceof Parsed.Ok<QuorumTree>(var tree))
                || tree.parties().size() > PARTIES_MAX) return false;
        try (var first = generate(tree, scheme, entropy);
                var refreshed = refresh(first, entropy)) {
            signs(first, satisfying(tree, chance), entropy);
            signs(refreshed, satisfying(tree, chance), entropy);
            oldShareFitsOnlyIfUnchanged(first, refreshed, satisfying(tree, chance), chance, entropy);
            try (var reshared = reshare(refreshed, satisfying(tree, chance), tree, entropy)) {
                signs(reshared, satisfying(tree, chance), entropy);
                oldShareFitsOnlyIfUnchanged(refreshed, reshared, satisfying(tree, chance), chance, entropy);
            }
            if (seed % 4 == 0
                    && tree(chance) instanceof Parsed.Ok<QuorumTree>(var other)
                    && other.parties().size() <= PARTIES_MAX) {
                try (var reshared = reshare(refreshed, satisfying(tree, chance), other, entropy)) {
                    signs(reshared, satisfying(other, chance), entropy);
                }
            }
        }
        return true;
    }

    private static Parsed<QuorumTree> tree(Random chance) {
        return QuorumTree.parseSingleHolder(new RandomTree(chance::nextInt, 4, 3).gate(1 + chance.nextInt(3)));
    }

    private static SigningSet satisfying(QuorumTree tree, Random chance) {
        var parties = new ArrayList<>(tree.parties());
        while (true) {
            Collections.shuffle(parties, chance);
            var some = parties.subList(0, 1 + chance.nextInt(parties.size()));
            if (tree.qualify(some) instanceof Qualification.Qualified(var set)) return set;
        }
    }

    private Held generate(QuorumTree tree, Scheme scheme, Entropy entropy) {
        try (var secret = scheme.curve().group().randomSecret(entropy, home)) {
            var point = secret.timesGenerator().orThrow("a random scalar is not zero");
            var dealt = deal(tree, secret, entropy);
            var any = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
            return new Held(new GroupKey(any, scheme, tree, 1, point, any, dealt.points()), dealt.leaves());
        }
    }

    private record Dealt(SortedMap<LeafId, SecretScalar> leaves, SortedMap<LeafId, Element> points) {}

    /// One dealer's sharing; the points come from the commitments, as for those who judge the dealer.
    private Dealt deal(QuorumTree tree, SecretScalar constant, Entropy entropy) {
        var coefficients = new ArrayList<List<SecretScalar>>();
        var commitments = new ArrayList<List<Element>>();
        for (var gate : tree.gates()) {
            var row = new ArrayList<SecretScalar>();
            for (var power = 1; power < gate.minChildren(); power++)
                row.add(constant.group().randomSecret(entropy, home));
            coefficients.add(row);
            commitments.add(row.stream().map(SecretScalar::timesGenerator).toList());
        }
        var leaves = TreeSharing.leafSecrets(tree, constant, coefficients);
        coefficients.forEach(row -> row.forEach(SecretScalar::close));
        return new Dealt(leaves, TreeSharing.leafElements(tree, constant.timesGenerator(), commitments));
    }

    /// Two parties deal zero on top of the old shares.
    private Held refresh(Held old, Entropy entropy) {
        var leaves = new TreeMap<LeafId, SecretScalar>();
        old.leaves().forEach((leaf, value) -> leaves.put(leaf, value.copy()));
        var points = new TreeMap<>(old.key().leafPoints());
        for (var dealer = 1; dealer <= 2; dealer++) {
            try (var zero = old.key().group().secretZero(home)) {
                add(leaves, points, deal(old.key().tree(), zero, entropy));
            }
        }
        return next(old.key(), old.key().tree(), leaves, points);
    }

    /// Every party of an old set deals its additive share over the new tree.
    private Held reshare(Held old, SigningSet set, QuorumTree tree, Entropy entropy) {
        var leaves = new TreeMap<LeafId, SecretScalar>();
        var points = new TreeMap<LeafId, Element>();
        for (var dealer : set.parties()) {
            try (var share = old.share(dealer);
                    var additive = share.additiveShare(set)) {
                assertThat(additive.timesGenerator()).isEqualTo(old.key().additivePoint(dealer, set));
                add(leaves, points, deal(tree, additive, entropy));
            }
        }
        return next(old.key(), tree, leaves, points);
    }

    private static void add(SortedMap<LeafId, SecretScalar> leaves, SortedMap<LeafId, Element> points, Dealt dealt) {
        dealt.leaves().forEach((leaf, value) -> {
            var before = leaves.get(leaf);
            if (before == null) {
                leaves.put(leaf, value);
            } else {
                try (before;
                        value) {
                    leaves.put(leaf, before.plus(value));
                }
            }
        });
        dealt.points().forEach((leaf, point) -> points.merge(leaf, point, Element::plus));
    }

    private static Held next(
            GroupKey key, QuorumTree tree, SortedMap<LeafId, SecretScalar> leaves, SortedMap<LeafId, Element> points) {
        return new Held(
                new GroupKey(key.id(), key.scheme(), tree, key.epoch() + 1, key.point(), key.chainCode(), points),
                leaves);
    }

    private void signs(Held held, SigningSet set, Entropy entropy) {
        var shares = new TreeMap<PartyId, KeyShare>();
        for (var party : set.parties()) shares.put(party, held.share(party));
        var combined = sign(held.key(), set, shares, entropy);
        assertThat(combined).as("%s", set).isInstanceOf(FrostSign.Combined.Signed.class);
        if (set.parties().size() > 1) severalSigned++;
    }

    /// Below gates that one child satisfies there is no chance in a share, so it may be the same in every epoch.
    private void oldShareFitsOnlyIfUnchanged(Held old, Held fresh, SigningSet set, Random chance, Entropy entropy) {
        var late = set.parties().get(chance.nextInt(set.parties().size()));
        var shares = new TreeMap<PartyId, KeyShare>();
        for (var party : set.parties()) shares.put(party, party.equals(late) ? old.share(party) : fresh.share(party));
        var changed = !additive(old, late, set).equals(additive(fresh, late, set));
        var combined = sign(fresh.key(), set, shares, entropy);
        if (changed) {
            assertThat(combined).as("%s", set).isEqualTo(new FrostSign.Combined.Refused(List.of(late)));
            refusedOld++;
        } else {
            assertThat(combined).as("%s", set).isInstanceOf(FrostSign.Combined.Signed.class);
            keptAnyway++;
        }
    }

    private static Bytes additive(Held held, PartyId party, SigningSet set) {
        try (var share = held.share(party);
                var additive = share.additiveShare(set)) {
            return additive.declassify(SecretAccess.TEST_VECTOR).encode();
        }
    }

    /// Closes the shares.
    private FrostSign.Combined sign(
            GroupKey key, SigningSet set, SortedMap<PartyId, KeyShare> shares, Entropy entropy) {
        var message = Bytes.copyOf(new byte[32]);
        var outputKey = OutputKey.of(key, KeyTweak.none(key.group().curve()), new TaprootTweak.None());
        var nonces = new TreeMap<PartyId, SigningNonces>();
        var commitments = new TreeMap<PartyId, SigningCommitments>();
        shares.forEach((party, share) -> {
            var drawn = FrostSign.commit(share, entropy, home);
            nonces.put(party, drawn);
            commitments.put(party, drawn.commitments());
        });
        var list = new CommitmentList(commitments);
        var parts = new TreeMap<PartyId, SignatureShare>();
        shares.forEach((party, share) -> {
            parts.put(
                    party,
                    FrostSign.sign(share, set, outputKey, message, list, nonces.get(party))
                            .orElseThrow());
            nonces.get(party).close();
            share.close();
        });
        return FrostSign.aggregate(key, set, outputKey, message, list, parts);
    }
}
