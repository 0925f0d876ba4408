package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.frost.NonceItems;
import tallystick.mpc.frost.NoncePool;
import tallystick.mpc.frost.PeerCommitments;
import tallystick.mpc.frost.PoolAnnouncement;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningNonces;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.PartyId;

class NoncePoolTest {
    private static final PartyId TWO = new PartyId(2);

    @Test
    void pool_isBoundedAndItsIndicesNeverComeAgain() {
        try (var dealt = dealt();
                var pool = pool(dealt, 1, 5)) {
            var first = pool.fill(3).orElseThrow();
            assertThat(first.firstIndex()).isZero();
            assertThat(first.commitments()).hasSize(3).doesNotHaveDuplicates();
            assertThat(pool.fill(3).orElseThrow().commitments())
                    .as("room for two")
                    .hasSize(2);
            assertThat(pool.fill(1)).isEmpty();
            pool.take(new NonceItems(pool.id(), 1, 2)).orElseThrow().forEach(SigningNonces::close);
            assertThat(pool.size()).isEqualTo(3);
            var next = pool.fill(9).orElseThrow();
            assertThat(next.firstIndex()).isEqualTo(5);
            assertThat(next.commitments()).hasSize(2);
        }
    }

    @Test
    void items_spentUnknownOrOfAnotherPool_areNotGiven() {
        try (var dealt = dealt();
                var pool = pool(dealt, 1, 5)) {
            pool.fill(3);
            var other = new Digest32(FrostTrial.message(1));
            assertThat(pool.take(new NonceItems(other, 0, 1))).isEmpty();
            assertThat(pool.take(new NonceItems(pool.id(), 3, 1))).isEmpty();
            assertThat(pool.take(new NonceItems(pool.id(), 2, 2))).isEmpty();
            assertThat(pool.size()).isEqualTo(3);
            pool.take(new NonceItems(pool.id(), 1, 1)).orElseThrow().forEach(SigningNonces::close);
            assertThat(pool.take(new NonceItems(pool.id(), 1, 1))).isEmpty();
        }
    }

    @Test
    void ids_changeWithShareEpochBootAndFreshBytes() {
        try (var dealt = dealt();
                var refreshed = dealt.refreshed(2);
                var one = pool(dealt, 1, 1);
                var otherFresh = pool(dealt, 2, 1);
                var otherEpoch = pool(refreshed, 1, 1);
                var otherParty = new NoncePool(
                        dealt.share(1), boot(1), FrostTrial.message(1), 1, new SeededEntropy(1), dealt.home());
                var otherBoot = new NoncePool(
                        dealt.share(2), boot(2), FrostTrial.message(1), 1, new SeededEntropy(1), dealt.home())) {
            assertThat(List.of(one.id(), otherFresh.id(), otherEpoch.id(), otherParty.id(), otherBoot.id()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void close_destroysEveryNonce() {
        try (var dealt = dealt()) {
            var lent = dealt.home().lentBytes();
            var pool = pool(dealt, 1, 8);
            pool.fill(8);
            assertThat(dealt.home().lentBytes()).isEqualTo(lent + 8 * 64);
            pool.close();
            assertThat(dealt.home().lentBytes()).isEqualTo(lent);
            assertThatThrownBy(() -> pool.fill(1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void sizesOutOfRange_areRefused() {
        try (var dealt = dealt()) {
            for (var items : List.of(0, NoncePool.ITEMS_MAX + 1)) {
                assertThatThrownBy(() -> pool(dealt, 1, items)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> new PeerCommitments(items)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> new NoncePool(
                            dealt.share(1), boot(1), Bytes.empty(), 1, new SeededEntropy(1), dealt.home()))
                    .isInstanceOf(IllegalArgumentException.class);
            var id = new Digest32(FrostTrial.message(1));
            assertThatThrownBy(() -> new NonceItems(id, -1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new NonceItems(id, 0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new NonceItems(id, 0, 1025)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new NonceItems(id, Integer.MAX_VALUE, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sizesAtTheEdges_areTaken() {
        try (var dealt = dealt();
                var largest = pool(dealt, 1, NoncePool.ITEMS_MAX);
                var pool = pool(dealt, 2, 2)) {
            assertThat(largest.size()).isZero();
            assertThat(new PeerCommitments(1).learn(TWO, pool.fill(1).orElseThrow()))
                    .isOne();
            assertThat(new PeerCommitments(NoncePool.ITEMS_MAX)
                            .learn(TWO, pool.fill(1).orElseThrow()))
                    .isOne();
            var id = pool.id();
            assertThat(new NonceItems(id, 0, 1024).count()).isEqualTo(1024);
            assertThat(new NonceItems(id, Integer.MAX_VALUE - 1, 1).firstIndex())
                    .isEqualTo(Integer.MAX_VALUE - 1);
            var last = new NonceItems(id, 0, 2);
            assertThat(pool.take(last)).isPresent();
            assertThat(pool.size()).isZero();
        }
    }

    @Test
    void announcement_atTheEdgesOfItsRange() {
        try (var dealt = dealt();
                var pool = pool(dealt, 1, 1)) {
            var commitment = pool.fill(1).orElseThrow().commitments().getFirst();
            var most = Collections.nCopies(PoolAnnouncement.ITEMS_MAX, commitment);
            assertThat(new PoolAnnouncement(pool.id(), 0, most).commitments()).hasSize(PoolAnnouncement.ITEMS_MAX);
            var one = List.of(commitment);
            assertThat(new PoolAnnouncement(pool.id(), Integer.MAX_VALUE - 1, one).firstIndex())
                    .isEqualTo(Integer.MAX_VALUE - 1);
            assertThatThrownBy(() -> new PoolAnnouncement(pool.id(), Integer.MAX_VALUE, one))
                    .isInstanceOf(IllegalArgumentException.class);
            var group = dealt.key().group();
            var highest = new PoolAnnouncement(pool.id(), Integer.MAX_VALUE - PoolAnnouncement.ITEMS_MAX, one);
            assertThat(PoolAnnouncement.parse(highest.encode(), group).orThrow())
                    .isEqualTo(highest);
            var above = new PoolAnnouncement(pool.id(), Integer.MAX_VALUE - PoolAnnouncement.ITEMS_MAX + 1, one);
            assertThat(PoolAnnouncement.parse(above.encode(), group)).isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void noncesOfSeveralLeaves_hangOnChanceAndOnEveryLeaf() {
        try (var dealt = DealtKey.deal("3 of (a*2, b, c)", Scheme.FROST_BIP340, 1);
                var other = DealtKey.deal("3 of (a*2, b, c)", Scheme.FROST_BIP340, 2)) {
            var key = dealt.key();
            var own = dealt.share(1).leaves();
            assertThat(own).hasSize(2);
            var drawn = new HashSet<SigningCommitments>();
            for (var seed = 1; seed <= 3; seed++) drawn.add(commitments(dealt.share(1), seed));
            drawn.add(commitments(other.share(1), 1));
            assertThat(drawn).hasSize(4);
            assertThat(commitments(dealt.share(1), 1)).isEqualTo(commitments(dealt.share(1), 1));
            assertThat(key.leafPoints()).hasSize(4);
        }
    }

    private static SigningCommitments commitments(KeyShare share, long seed) {
        try (var home = SecretMemory.open();
                var nonces = SigningNonces.draw(share, new SeededEntropy(seed), home)) {
            return nonces.commitments();
        }
    }

    @Test
    void announcement_readsBack_andNothingElseDoes() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1);
                    var pool = pool(dealt, 1, 3)) {
                var announcement = pool.fill(3).orElseThrow();
                var encoded = announcement.encode();
                var group = dealt.key().group();
                assertThat(PoolAnnouncement.parse(encoded, group).orThrow()).isEqualTo(announcement);
                for (var length = 0; length < encoded.length(); length++)
                    assertThat(PoolAnnouncement.parse(encoded.slice(0, length), group))
                            .isInstanceOf(Parsed.Malformed.class);
                for (var at : List.of(0, 33, 37)) {
                    var bytes = encoded.toArray();
                    bytes[at] = (byte) 0xff;
                    assertThat(PoolAnnouncement.parse(Bytes.copyOf(bytes), group))
                            .isInstanceOf(Parsed.Malformed.class);
                }
                assertThat(PoolAnnouncement.parse(Bytes.concat(encoded, Bytes.copyOf((byte) 0)), group))
                        .isInstanceOf(Parsed.Malformed.class);
            }
        }
    }

    @Test
    void book_isBoundedPerPeerAndForgetsAPeersOldPool() {
        try (var dealt = dealt();
                var pool = pool(dealt, 1, 8);
                var restarted = pool(dealt, 2, 8)) {
            var book = new PeerCommitments(5);
            assertThat(book.propose(TWO, 1)).isEmpty();
            assertThat(book.learn(TWO, pool.fill(4).orElseThrow())).isEqualTo(4);
            assertThat(book.learn(TWO, pool.fill(4).orElseThrow()))
                    .as("no room for more")
                    .isEqualTo(1);
            assertThat(book.propose(TWO, 5)).contains(new NonceItems(pool.id(), 0, 5));
            assertThat(book.propose(TWO, 6)).isEmpty();
            assertThat(book.take(named(pool.id(), 1, 1))).isPresent();
            assertThat(book.take(named(pool.id(), 1, 1))).as("taken before").isEmpty();
            assertThat(book.take(named(pool.id(), 0, 2)))
                    .as("one of two is gone")
                    .isEmpty();
            assertThat(book.propose(TWO, 2)).contains(new NonceItems(pool.id(), 2, 2));
            assertThat(book.learn(TWO, restarted.fill(1).orElseThrow())).isEqualTo(1);
            assertThat(book.take(named(pool.id(), 0, 1))).as("of the old pool").isEmpty();
            assertThat(book.propose(TWO, 1)).contains(new NonceItems(restarted.id(), 0, 1));
        }
    }

    @Test
    void book_withRoom_keepsTheFirstCommitmentsOfAnIndex() {
        try (var dealt = dealt();
                var pool = pool(dealt, 1, 2);
                var other = pool(dealt, 2, 2)) {
            var book = new PeerCommitments(8);
            var first = pool.fill(2).orElseThrow();
            var replacement = new PoolAnnouncement(
                    pool.id(), 0, other.fill(2).orElseThrow().commitments());
            assertThat(book.learn(TWO, first)).isEqualTo(2);
            assertThat(book.learn(TWO, replacement)).isZero();
            assertThat(book.take(named(pool.id(), 0, 2)).orElseThrow().get(TWO)).isEqualTo(first.commitments());
        }
    }

    @Test
    void takenCommitment_announcedAgain_doesNotComeBack() {
        try (var dealt = dealt();
                var pool = pool(dealt, 1, 8)) {
            var book = new PeerCommitments(8);
            var announced = pool.fill(3).orElseThrow();
            assertThat(book.learn(TWO, announced)).isEqualTo(3);
            assertThat(book.take(named(pool.id(), 0, 2))).isPresent();
            assertThat(book.learn(TWO, announced)).isZero();
            assertThat(book.take(named(pool.id(), 1, 1))).isEmpty();
            assertThat(book.take(named(pool.id(), 2, 1))).isPresent();
            assertThat(book.learn(TWO, pool.fill(1).orElseThrow())).isEqualTo(1);
        }
    }

    /// So many are remembered, and no more: a memory without bound would be the peer's to fill.
    @Test
    void poolsGivenUp_areForgottenOldestFirst_beyondThoseRemembered() {
        try (var dealt = dealt();
                var pool = pool(dealt, 1, 1)) {
            var commitments = pool.fill(1).orElseThrow().commitments();
            var book = new PeerCommitments(1);
            var remembered = 1 << 12;
            for (var number = 0; number <= remembered; number++)
                assertThat(book.learn(TWO, numbered(number, commitments))).isEqualTo(1);
            assertThat(book.learn(TWO, numbered(0, commitments))).isZero();
            assertThat(book.learn(TWO, numbered(remembered + 1, commitments))).isEqualTo(1);
            assertThat(book.learn(TWO, numbered(1, commitments))).isZero();
            assertThat(book.learn(TWO, numbered(0, commitments))).isEqualTo(1);
        }
    }

    private static PoolAnnouncement numbered(int number, List<SigningCommitments> commitments) {
        return new PoolAnnouncement(SigningWorld.digest(number), 0, commitments);
    }

    @Test
    void poolGivenUp_namedAgain_isNotHeard() {
        try (var dealt = dealt();
                var pool = pool(dealt, 1, 8);
                var other = pool(dealt, 2, 8)) {
            var book = new PeerCommitments(8);
            var first = pool.fill(2).orElseThrow();
            var second = other.fill(2).orElseThrow();
            assertThat(book.learn(TWO, first)).isEqualTo(2);
            assertThat(book.learn(TWO, second)).isEqualTo(2);
            var exchanged = new PoolAnnouncement(pool.id(), 0, second.commitments());
            assertThat(book.learn(TWO, exchanged)).isZero();
            assertThat(book.take(named(pool.id(), 0, 1))).isEmpty();
            assertThat(book.take(named(other.id(), 0, 2)).orElseThrow().get(TWO))
                    .isEqualTo(second.commitments());
        }
    }

    private static SortedMap<PartyId, NonceItems> named(Digest32 pool, int firstIndex, int count) {
        var items = new TreeMap<PartyId, NonceItems>();
        items.put(TWO, new NonceItems(pool, firstIndex, count));
        return items;
    }

    private static DealtKey dealt() {
        return DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
    }

    private static NoncePool pool(DealtKey dealt, long fresh, int items) {
        return new NoncePool(
                dealt.share(2), boot(1), FrostTrial.message(fresh), items, new SeededEntropy(fresh), dealt.home());
    }

    private static Digest32 boot(long number) {
        return new Digest32(FrostTrial.message(100 + number));
    }
}
