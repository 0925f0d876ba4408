package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.ecdsa.PairBatch;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;

/// The stock of items: docs/spec/vole.md §6.
class VolePoolsTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    private VoleTrial trial;
    private PairSecrets one;
    private PairSecrets two;
    private VolePools lower;
    private VolePools higher;

    @BeforeEach
    void setUp() {
        trial = new VoleTrial(3);
        var secrets = trial.secrets(2);
        one = secrets.get(ONE).byPeer().get(TWO);
        two = secrets.get(TWO).byPeer().get(ONE);
        lower = new VolePools(ONE, VoleTrial.key(), 1, 5);
        higher = new VolePools(TWO, VoleTrial.key(), 1, 5);
    }

    @AfterEach
    void tearDown() {
        trial.close();
    }

    private void fill(int items, VolePools.Added expected) {
        var batches = Outcomes.assertFinished(trial.fill(one, two, items).run());
        assertThat(lower.add(batches.get(ONE))).isEqualTo(expected);
        assertThat(higher.add(batches.get(TWO))).isEqualTo(expected);
    }

    @Test
    void allocation_overTwoBatches_takesTheOldestFirst() {
        fill(2, VolePools.Added.STOCKED);
        fill(3, VolePools.Added.STOCKED);
        assertThat(lower.stock(TWO)).isEqualTo(5);
        var seen = new HashSet<ItemRef>();
        for (var count : new int[] {3, 2}) {
            var mine = (Taken.Items) lower.allocate(TWO, count);
            var theirs = (Taken.Items) higher.take(ONE, mine.allocation());
            for (var b = 0; b < count; b++) {
                assertThat(VoleTrial.fits(
                                mine.asSender().get(b), theirs.asReceiver().get(b)))
                        .isTrue();
                assertThat(VoleTrial.fits(
                                theirs.asSender().get(b), mine.asReceiver().get(b)))
                        .isTrue();
            }
            seen.addAll(mine.allocation().lowerSends());
            seen.addAll(mine.allocation().higherSends());
        }
        assertThat(seen).hasSize(10);
        assertThat(lower.stock(TWO)).isZero();
    }

    @Test
    void batchBeyondTheRoom_isDestroyed() {
        fill(4, VolePools.Added.STOCKED);
        var lent = trial.home().lentBytes();
        fill(2, VolePools.Added.FULL);
        assertThat(trial.home().lentBytes()).isEqualTo(lent);
        assertThat(lower.stock(TWO)).isEqualTo(4);
    }

    @Test
    void close_destroysEverything_andTakesNothingMore() {
        var before = trial.home().lentBytes();
        fill(2, VolePools.Added.STOCKED);
        assertThat(trial.home().lentBytes()).isGreaterThan(before);
        lower.close();
        higher.close();
        assertThat(trial.home().lentBytes()).isEqualTo(before);
        assertThat(lower.allocate(TWO, 1)).isInstanceOf(Taken.Unavailable.class);
        fill(1, VolePools.Added.CLOSED);
        assertThat(trial.home().lentBytes()).isEqualTo(before);
    }

    @Test
    void newGenerationOfTheMachine_emptiesAndStaysOpen() {
        var before = trial.home().lentBytes();
        fill(2, VolePools.Added.STOCKED);
        fill(1, VolePools.Added.STOCKED);
        lower.empty();
        higher.empty();
        assertThat(trial.home().lentBytes()).isEqualTo(before);
        assertThat(lower.stock(TWO)).isZero();
        fill(1, VolePools.Added.STOCKED);
        assertThat(lower.stock(TWO)).isEqualTo(1);
    }

    @Test
    void bannedPeer_losesItsItemsOnly() {
        var before = trial.home().lentBytes();
        fill(2, VolePools.Added.STOCKED);
        fill(1, VolePools.Added.STOCKED);
        var stocked = trial.home().lentBytes();
        lower.destroy(new PartyId(3));
        assertThat(lower.stock(TWO)).isEqualTo(3);
        assertThat(trial.home().lentBytes()).isEqualTo(stocked);
        lower.destroy(TWO);
        higher.destroy(ONE);
        assertThat(lower.stock(TWO)).isZero();
        assertThat(trial.home().lentBytes()).isEqualTo(before);
    }

    @Test
    void fillThatEndsInABan_destroysWhatWasStocked_andNothingElseDoes() {
        for (var fault : Fault.values()) {
            fill(1, VolePools.Added.STOCKED);
            lower.stopped(TWO, Blame.unattributed(fault, "nobody named"));
            lower.stopped(TWO, Blame.of(new PartyId(3), fault, "another"));
            assertThat(lower.stock(TWO)).as("%s", fault).isEqualTo(1);
            lower.stopped(TWO, Blame.of(TWO, fault, "the peer"));
            var bans = fault == Fault.BANNED || fault == Fault.OT_EXTENSION_CHECK || fault == Fault.VOLE_CHECK;
            assertThat(lower.stock(TWO)).as("%s", fault).isEqualTo(bans ? 0 : 1);
            lower.empty();
            higher.empty();
        }
    }

    @Test
    void takenItem_leavesZerosBehind_whenSpentAndClosed() {
        var before = trial.home().lentBytes();
        fill(1, VolePools.Added.STOCKED);
        try (var mine = (Taken.Items) lower.allocate(TWO, 1);
                var theirs = (Taken.Items) higher.take(ONE, mine.allocation())) {
            assertThat(theirs.allocation()).isEqualTo(mine.allocation());
            mine.asSender().getFirst().spend().close();
        }
        assertThat(trial.home().lentBytes()).isEqualTo(before);
    }

    @Test
    void itemsThatAreNotOfOneBatchAndIndex_areRefused_andStay() {
        fill(2, VolePools.Added.STOCKED);
        fill(2, VolePools.Added.STOCKED);
        var mine = (Taken.Items) lower.allocate(TWO, 4);
        var sends = mine.allocation().lowerSends();
        var receives = mine.allocation().higherSends();
        assertThat(sends.get(0).pool()).isNotEqualTo(sends.get(2).pool());
        var crossed = List.of(
                // The other index of the same batch, and the same index of the other batch.
                new Allocation(sends.subList(0, 1), receives.subList(1, 2)),
                new Allocation(sends.subList(0, 1), receives.subList(2, 3)),
                new Allocation(sends.subList(0, 2), List.of(receives.get(1), receives.get(0))),
                new Allocation(List.of(sends.get(0), sends.get(3)), List.of(receives.get(0), receives.get(1))));
        for (var allocation : crossed)
            assertThat(higher.take(ONE, allocation))
                    .isEqualTo(new Taken.Unavailable("an item of each direction that are not of one batch and index"));
        assertThat(higher.stock(ONE)).isEqualTo(4);
        try (var theirs = (Taken.Items) higher.take(ONE, mine.allocation())) {
            assertThat(theirs.asSender()).hasSize(4);
        }
        mine.close();
    }

    @Test
    void discardedItems_areNeverGiven_andOfTheOthersOnlyThoseNamed() {
        fill(2, VolePools.Added.STOCKED);
        fill(2, VolePools.Added.STOCKED);
        var mine = ((Taken.Items) lower.allocate(TWO, 3)).allocation();
        higher.discard(new PartyId(3), mine);
        assertThat(higher.stock(ONE)).as("of another peer").isEqualTo(4);
        var sends = mine.lowerSends();
        var receives = mine.higherSends();
        // The halves of two items: each takes the other direction with it.
        higher.discard(ONE, new Allocation(sends.subList(0, 1), receives.subList(2, 3)));
        assertThat(higher.stock(ONE)).isEqualTo(2);
        assertThat(higher.take(ONE, new Allocation(sends.subList(0, 1), receives.subList(0, 1))))
                .isInstanceOf(Taken.Unavailable.class);
        assertThat(higher.take(ONE, new Allocation(sends.subList(2, 3), receives.subList(2, 3))))
                .isInstanceOf(Taken.Unavailable.class);
        higher.discard(ONE, mine);
        higher.discard(ONE, mine);
        assertThat(higher.stock(ONE)).isEqualTo(1);
    }

    @Test
    void batchWhoseLastItemIsDiscarded_isDestroyed() {
        var before = trial.home().lentBytes();
        fill(2, VolePools.Added.STOCKED);
        var mine = (Taken.Items) lower.allocate(TWO, 2);
        mine.close();
        var ofOneSide = trial.home().lentBytes() - before;
        assertThat(ofOneSide).isPositive();
        higher.discard(ONE, mine.allocation());
        assertThat(trial.home().lentBytes()).isEqualTo(before);
    }

    @Test
    void higherPartyOrOneself_doesNotAllocate() {
        fill(1, VolePools.Added.STOCKED);
        assertThatThrownBy(() -> higher.allocate(ONE, 1)).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> lower.allocate(ONE, 1)).isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void batchAddedTwice_isTheCallersFault_andCountsOnce() {
        var batch = Outcomes.assertFinished(trial.fill(one, two, 1).run()).get(ONE);
        assertThat(lower.add(batch)).isEqualTo(VolePools.Added.STOCKED);
        assertThatThrownBy(() -> lower.add(batch)).isInstanceOf(Invariant.Broken.class);
        assertThat(lower.stock(TWO)).isEqualTo(1);
    }

    @Test
    void noItemsOrTooMany_isTheCallersFault() {
        fill(1, VolePools.Added.STOCKED);
        var most = Allocation.ITEMS_MAX;
        for (var count : new int[] {-1, 0, most + 1})
            assertThatThrownBy(() -> lower.allocate(TWO, count))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("%d items not in 1..%d".formatted(count, most));
        assertThat(lower.allocate(TWO, most)).isEqualTo(new Taken.Unavailable("1 items left of %d".formatted(most)));
        assertThat(lower.allocate(TWO, 1)).isInstanceOf(Taken.Items.class);
    }

    @Test
    void roomForNoItem_isTheCallersFault() {
        assertThatThrownBy(() -> new VolePools(ONE, VoleTrial.key(), 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        try (var narrow = new VolePools(ONE, VoleTrial.key(), 1, 1)) {
            var batches = Outcomes.assertFinished(trial.fill(one, two, 1).run());
            assertThat(narrow.add(batches.get(ONE))).isEqualTo(VolePools.Added.STOCKED);
            batches.get(TWO).close();
        }
    }

    @Test
    void batchOfAnotherKeyOrEpoch_isOurBug() {
        var batches = Outcomes.assertFinished(trial.fill(one, two, 1).run());
        try (var otherEpoch = new VolePools(ONE, VoleTrial.key(), 2, 5);
                var otherKey = new VolePools(ONE, Trial.digest("other"), 1, 5)) {
            assertThatThrownBy(() -> otherEpoch.add(batches.get(ONE))).isInstanceOf(Invariant.Broken.class);
            assertThatThrownBy(() -> otherKey.add(batches.get(ONE))).isInstanceOf(Invariant.Broken.class);
            assertThatThrownBy(() -> lower.add(batches.get(TWO))).isInstanceOf(Invariant.Broken.class);
        }
        batches.values().forEach(PairBatch::close);
    }
}
