package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.ecdsa.ItemReuse;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.PartyId;

/// D18, one item in two sessions: whatever runs at the same time, each item goes to one taker.
class D18Test {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void hundredTakers_atOnce_neverShareAnItem() throws Exception {
        try (var trial = new VoleTrial(18);
                var lower = new VolePools(ONE, VoleTrial.key(), 1, 100);
                var higher = new VolePools(TWO, VoleTrial.key(), 1, 100)) {
            stock(trial, lower, higher, 40);
            var seen = ConcurrentHashMap.<ItemRef>newKeySet();
            var takers = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < 100; i++) takers.add(() -> takeOnBothSides(lower, higher, seen));
            try (var pool = Executors.newFixedThreadPool(8)) {
                var taken = 0;
                for (var each : pool.invokeAll(takers)) taken += each.get();
                assertThat(taken).isEqualTo(40);
            }
            assertThat(seen).hasSize(80);
            assertThat(lower.stock(TWO)).isZero();
            assertThat(higher.stock(ONE)).isZero();
        }
    }

    private static int takeOnBothSides(VolePools lower, VolePools higher, Set<ItemRef> seen) {
        if (!(lower.allocate(TWO, 1) instanceof Taken.Items mine)) return 0;
        var theirs = (Taken.Items) higher.take(ONE, mine.allocation());
        for (var ref : List.of(
                mine.allocation().lowerSends().getFirst(),
                mine.allocation().higherSends().getFirst())) if (!seen.add(ref)) throw new AssertionError("twice");
        if (!VoleTrial.fits(mine.asSender().getFirst(), theirs.asReceiver().getFirst())
                || !VoleTrial.fits(
                        theirs.asSender().getFirst(), mine.asReceiver().getFirst()))
            throw new AssertionError("halves that do not fit");
        return 1;
    }

    @Test
    void hundredTakers_ofOneAllocation_haveOneWinner() throws Exception {
        try (var trial = new VoleTrial(19);
                var lower = new VolePools(ONE, VoleTrial.key(), 1, 100);
                var higher = new VolePools(TWO, VoleTrial.key(), 1, 100)) {
            stock(trial, lower, higher, 2);
            var allocation = ((Taken.Items) lower.allocate(TWO, 2)).allocation();
            var takers = new ArrayList<Callable<Taken>>();
            for (var i = 0; i < 100; i++) takers.add(() -> higher.take(ONE, allocation));
            try (var pool = Executors.newFixedThreadPool(8)) {
                var winners = 0;
                for (var each : pool.invokeAll(takers)) if (each.get() instanceof Taken.Items) winners++;
                assertThat(winners).isEqualTo(1);
            }
        }
    }

    @Test
    void itemSpentTwice_isOurBug() {
        try (var trial = new VoleTrial(20);
                var lower = new VolePools(ONE, VoleTrial.key(), 1, 100);
                var higher = new VolePools(TWO, VoleTrial.key(), 1, 100)) {
            stock(trial, lower, higher, 1);
            try (var items = (Taken.Items) lower.allocate(TWO, 1)) {
                var sender = items.asSender().getFirst();
                var receiver = items.asReceiver().getFirst();
                sender.spend().close();
                receiver.spend().close();
                assertThatThrownBy(sender::spend).isInstanceOf(ItemReuse.class);
                assertThatThrownBy(receiver::spend).isInstanceOf(ItemReuse.class);
            }
        }
    }

    @Test
    void spentUnknownOrSwappedItem_isUnavailable_andNothingIsTaken() {
        try (var trial = new VoleTrial(21);
                var lower = new VolePools(ONE, VoleTrial.key(), 1, 100);
                var higher = new VolePools(TWO, VoleTrial.key(), 1, 100)) {
            stock(trial, lower, higher, 3);
            var good = ((Taken.Items) lower.allocate(TWO, 1)).allocation();
            var unknown = new ItemRef(good.lowerSends().getFirst().pool(), 3);
            assertUnavailable(higher.take(ONE, new Allocation(List.of(unknown), good.higherSends())));
            assertUnavailable(higher.take(ONE, new Allocation(good.higherSends(), good.lowerSends())));
            assertThat(higher.stock(ONE)).isEqualTo(3);
            assertThat(higher.take(ONE, good)).isInstanceOf(Taken.Items.class);
            assertUnavailable(higher.take(ONE, good));
            assertThat(higher.stock(ONE)).isEqualTo(2);
            assertUnavailable(lower.allocate(TWO, 3));
            assertThat(lower.stock(TWO)).isEqualTo(2);
        }
    }

    private static void assertUnavailable(Taken taken) {
        assertThat(taken).isInstanceOf(Taken.Unavailable.class);
    }

    private static void stock(VoleTrial trial, VolePools lower, VolePools higher, int items) {
        var secrets = trial.secrets(2);
        var batches = Outcomes.assertFinished(trial.fill(
                        secrets.get(ONE).byPeer().get(TWO),
                        secrets.get(TWO).byPeer().get(ONE),
                        items)
                .run());
        assertThat(lower.add(batches.get(ONE))).isEqualTo(VolePools.Added.STOCKED);
        assertThat(higher.add(batches.get(TWO))).isEqualTo(VolePools.Added.STOCKED);
    }
}
