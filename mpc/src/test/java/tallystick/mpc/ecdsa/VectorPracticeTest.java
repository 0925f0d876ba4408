package tallystick.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.ecdsa.VoleParameters.GADGET_LENGTH;
import static tallystick.mpc.ecdsa.VoleParameters.WIDTH;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.crypto.vector.VectorMethod;
import tallystick.mpc.kit.Trial;

/// What an item's making leaves on the heap. Where practice shows a method to leave vectors there, or time is over, the
/// same is asked of the portable way.
class VectorPracticeTest {
    private static final ThreadMXBean HEAP = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /// Handles of memory, all of them; of vectors what is measured in [VectorMethod] speaks, to the byte.
    private static final long LEFT_BYTES_MAX = 1024;
    private static final int CALLS = 40;

    private long worst;

    @Test
    void workOnSecrets_afterPractice_leavesNoVectors() {
        var end = System.nanoTime() + 8_000_000_000L;
        try (var home = SecretMemory.open();
                var rows = home.allocate(16 * GADGET_LENGTH);
                var columns = home.allocate(7 * 32 * GADGET_LENGTH);
                var masks = home.allocate(8 * GADGET_LENGTH)) {
            VectorPractice.run(home, () -> System.nanoTime() < end);
            assertThat(VectorPractice.status())
                    .filteredOn(VectorMethod.Status::open)
                    .allSatisfy(each -> assertThat(each.leftBytes()).isZero());
            new SeededEntropy(1).fill(rows.memory());
            new SeededEntropy(2).fill(columns.memory());
            var work = work(rows.memory(), columns.memory(), masks.memory(), home);
            for (var each : work) {
                // Also where a method spills and is closed: the calls after that have to be clean.
                each.run();
                each.run();
            }
            var _ = VectorPractice.takeSpills();
            for (var call = 0; call < CALLS; call++) for (var each : work) measure(each);
            var spilt = VectorPractice.takeSpills();
            // None but those told of; and who spilt once is closed.
            assertThat(spilt).hasSizeLessThanOrEqualTo(VectorPractice.status().size());
            if (spilt.isEmpty()) assertThat(worst).isLessThanOrEqualTo(LEFT_BYTES_MAX);
            worst = 0;
            for (var call = 0; call < CALLS; call++) for (var each : work) measure(each);
            assertThat(worst).isLessThanOrEqualTo(LEFT_BYTES_MAX);
        }
    }

    private List<Runnable> work(MemorySegment rows, MemorySegment columns, MemorySegment masks, SecretMemory home) {
        var hash = ExtensionHash.of("test", Trial.digest("instance"));
        var column = 32L * GADGET_LENGTH;
        var a = columns.asSlice(0, column);
        var b = columns.asSlice(column, column);
        var out = columns.asSlice(4 * column, WIDTH * column);
        var weights = columns.asSlice(5 * column, 64);
        var number = columns.asSlice(6 * column, 32);
        return List.of(
                () -> hash.numbers(WIDTH, rows, 0, GADGET_LENGTH, out),
                () -> hash.digests(rows, 32, VoleParameters.BASE_OTS, out, home),
                () -> SecpRows.shiftedDifferences(a, b, number, GADGET_LENGTH, out),
                () -> SecpRows.addMaskedBigEndian(masks, b, a, GADGET_LENGTH),
                () -> SecpRows.combinations(columns, weights, masks, number, GADGET_LENGTH, out),
                () -> SecpRows.innerProduct(a, b, GADGET_LENGTH, number),
                () -> SecpRows.maskedSum(masks, a, GADGET_LENGTH, number));
    }

    private void measure(Runnable work) {
        var before = HEAP.getCurrentThreadAllocatedBytes();
        work.run();
        worst = Math.max(worst, HEAP.getCurrentThreadAllocatedBytes() - before);
    }
}
