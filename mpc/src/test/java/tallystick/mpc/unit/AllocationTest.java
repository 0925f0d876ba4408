package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.ecdsa.PoolId;
import tallystick.mpc.kit.Trial;

/// Which lists of items one session may take.
class AllocationTest {
    private static final PoolId LOWER = new PoolId(Trial.digest("lower"));
    private static final PoolId HIGHER = new PoolId(Trial.digest("higher"));

    @Test
    void lists_ofAsManyDistinctItems_areReadBack() {
        for (var count : new int[] {1, 2, Allocation.ITEMS_MAX}) {
            var allocation = new Allocation(items(LOWER, count), items(HIGHER, count));
            assertThat(allocation.count()).isEqualTo(count);
            assertThat(read(allocation)).isEqualTo(new Parsed.Ok<>(allocation));
        }
    }

    @Test
    void emptyUnequalOrTooLongLists_areTheCallersFault() {
        var most = Allocation.ITEMS_MAX;
        assertRefused(items(LOWER, 0), items(HIGHER, 0));
        assertRefused(items(LOWER, 1), items(HIGHER, 2));
        assertRefused(items(LOWER, most + 1), items(HIGHER, most + 1));
    }

    @Test
    void itemNamedTwice_isTheCallersFault() {
        var twice = List.of(new ItemRef(LOWER, 0), new ItemRef(LOWER, 0));
        assertRefused(twice, items(HIGHER, 2));
        assertRefused(items(LOWER, 2), items(LOWER, 2));
    }

    @Test
    void items_areOrderedByPoolThenIndex() {
        var sorted = IntStream.of(3, 1, 2)
                .mapToObj(index -> new ItemRef(LOWER, index))
                .sorted()
                .map(ItemRef::index)
                .toList();
        assertThat(sorted).containsExactly(1, 2, 3);
        var byPool = Integer.signum(LOWER.compareTo(HIGHER));
        assertThat(byPool).isNotZero().isEqualTo(-Integer.signum(HIGHER.compareTo(LOWER)));
        assertThat(Integer.signum(new ItemRef(LOWER, 9).compareTo(new ItemRef(HIGHER, 1))))
                .isEqualTo(byPool);
        assertThat(LOWER).isEqualByComparingTo(LOWER);
    }

    private static List<ItemRef> items(PoolId pool, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new ItemRef(pool, index))
                .toList();
    }

    private static Parsed<Allocation> read(Allocation allocation) {
        var writer = new Writer();
        allocation.write(writer);
        Bytes encoded = writer.toBytes();
        return Reader.parse(encoded, reader -> Allocation.read(reader, "items"));
    }

    private static void assertRefused(List<ItemRef> lower, List<ItemRef> higher) {
        assertThatThrownBy(() -> new Allocation(lower, higher)).isInstanceOf(IllegalArgumentException.class);
    }
}
