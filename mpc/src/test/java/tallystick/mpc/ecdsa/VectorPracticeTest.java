package tallystick.mpc.ecdsa;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static tallystick.mpc.ecdsa.VoleParameters.GADGET_LENGTH;
import static tallystick.mpc.ecdsa.VoleParameters.WIDTH;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.crypto.vector.VectorCall;
import tallystick.crypto.vector.VectorMethod;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.PartyId;

/// What an item's making leaves on the heap. Where practice shows a method to leave vectors there, or time is over, the
/// same is asked of the portable way.
class VectorPracticeTest {
    private static final ThreadMXBean HEAP = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /// Handles of memory, all of them; of vectors what is measured in [VectorMethod] speaks, to the byte.
    private static final long LEFT_BYTES_MAX = 1024;
    private static final int CALLS = 40;

    private static final Map<String, List<VectorMethod>> FAMILIES =
            Map.of("hashes", Sha256Batch.vectorMethods(), "numbers", SecpRows.vectorMethods());
    private static final List<VectorMethod> ALL =
            FAMILIES.values().stream().flatMap(List::stream).toList();

    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    private static volatile byte[] spilt = {};
    private long worst;

    @Test
    void workOnSecrets_afterPractice_leavesNoVectors() {
        var end = System.nanoTime() + 8_000_000_000L;
        try (var home = SecretMemory.open();
                var rows = home.allocate(16 * GADGET_LENGTH);
                var columns = home.allocate(7 * 32 * GADGET_LENGTH);
                var masks = home.allocate(8 * GADGET_LENGTH)) {
            var lent = home.lentBytes();
            VectorPractice.run(home, () -> System.nanoTime() < end);
            assertThat(home.lentBytes()).as("after practice").isEqualTo(lent);
            assertThat(VectorPractice.status())
                    .hasSameSizeAs(ALL)
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

    /// What has spilt goes on without vectors until zeros show that nothing is left any more. Each work of a fill on
    /// secrets looks for itself: after another fill's spill, or hours, there would be nobody else.
    @Test
    void eachWorkOfAFill_looksOnZeros_beforeSecrets() {
        var end = System.nanoTime() + 8_000_000_000L;
        try (var trial = new VoleTrial(9)) {
            VectorPractice.run(trial.home(), () -> System.nanoTime() < end);
            var open = ALL.stream().filter(each -> each.status().open()).toList();
            assumeThat(open).as("methods that vectors are taken for here").isNotEmpty();
            var secrets = trial.secrets(2);
            var one = requireNonNull(requireNonNull(secrets.get(ONE)).byPeer().get(TWO));
            var two = requireNonNull(requireNonNull(secrets.get(TWO)).byPeer().get(ONE));
            // A look may itself meet code that was thrown away: then the next one has to find it made again, or another
            // method of the same.
            var looks = new TreeMap<String, Integer>();
            for (var turn = 0; turn < 12; turn++) fill(trial, one, two, open, looks);
            assertThat(looks)
                    .hasSize(4
                            * (int) FAMILIES.values().stream()
                                    .filter(family -> family.stream().anyMatch(open::contains))
                                    .count());
            assertThat(looks.entrySet())
                    .as("works after which vectors were taken again, of twelve")
                    .allSatisfy(look -> assertThat(look.getValue()).isPositive());
        }
    }

    private static void fill(
            VoleTrial trial,
            PairSecrets one,
            PairSecrets two,
            List<VectorMethod> open,
            SortedMap<String, Integer> looks) {
        var ours =
                new PoolContext.Side(VoleTrial.boot(ONE), Trial.digest("ours").bytes());
        var theirs =
                new PoolContext.Side(VoleTrial.boot(TWO), Trial.digest("theirs").bytes());
        try (var mine = work(trial, one, ours);
                var other = work(trial, two, theirs)) {
            var heard = other.extend(two, ours);
            var told = after("extending", open, looks, () -> mine.extend(one, theirs));
            other.prepareExtension(two, told);
            var _ = after("judging the extension", open, looks, () -> {
                mine.prepareExtension(one, heard);
                return mine.extensionPasses();
            });
            var _ = after("correlating", open, looks, () -> mine.correlate(one, trial.entropy()));
            var said = other.correlate(two, trial.entropy());
            var passes = after("judging correlations", open, looks, () -> {
                mine.prepareCorrelations(said);
                return mine.correlationsPass();
            });
            assertThat(passes).isTrue();
        }
    }

    private static FillWork work(VoleTrial trial, PairSecrets pair, PoolContext.Side own) {
        var context = new PoolContext(pair.name(), pair.setupId(), Trial.session("practised fill"), 1);
        return new FillWork(context, own, trial.home());
    }

    /// Lets every method spill before a work, and counts where one is taken again after it.
    private static <T> T after(
            String name, List<VectorMethod> open, SortedMap<String, Integer> looks, Supplier<T> work) {
        for (var method : open) {
            method.make(new VectorCall(64, _ -> spilt = new byte[64]));
            assertThat(method.status().open()).isFalse();
        }
        var done = work.get();
        FAMILIES.forEach((family, methods) -> {
            if (methods.stream().noneMatch(open::contains)) return;
            var again = methods.stream()
                    .anyMatch(each -> open.contains(each) && each.status().open());
            looks.merge(name + ", " + family, again ? 1 : 0, Integer::sum);
        });
        return done;
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
