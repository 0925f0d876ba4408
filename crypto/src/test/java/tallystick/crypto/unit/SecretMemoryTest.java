package tallystick.crypto.unit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.nativelib.Libc;
import tallystick.crypto.secret.LockPolicy;
import tallystick.crypto.secret.ProcessGuard;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SecretMemoryRefused;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.crypto.secret.SystemEntropy;

class SecretMemoryTest {
    private static boolean zero(MemorySegment memory) {
        for (var i = 0L; i < memory.byteSize(); i++) if (memory.get(JAVA_BYTE, i) != 0) return false;
        return true;
    }

    @Test
    void slot_whenClosed_isZeroAndLentAgainZeroed() {
        try (var home = SecretMemory.open()) {
            var secret = SecretBytes.random(64, new SystemEntropy(), home);
            var memory = secret.memory();
            assertThat(zero(memory)).isFalse();
            assertThat(home.lentBytes()).isEqualTo(64);
            secret.close();
            assertThat(zero(memory)).isTrue();
            assertThat(home.lentBytes()).isZero();
            try (var again = home.allocate(64)) {
                assertThat(again.memory().address()).isEqualTo(memory.address());
                assertThat(zero(again.memory())).isTrue();
            }
        }
    }

    @Test
    void handle_usedAfterClose_throws() {
        try (var home = SecretMemory.open()) {
            var secret = home.allocate(32);
            secret.close();
            secret.close();
            assertThat(home.lentBytes()).isZero();
            assertThatIllegalStateException().isThrownBy(secret::memory);
            assertThatIllegalStateException().isThrownBy(secret::length);
            assertThatIllegalStateException().isThrownBy(() -> secret.reveal(SecretAccess.TEST_VECTOR));
            try (var other = home.allocate(32)) {
                assertThatIllegalStateException().isThrownBy(() -> other.sameAs(secret));
                assertThatIllegalStateException().isThrownBy(() -> secret.copyTo(home));
            }
        }
    }

    @Test
    void memory_whenClosed_makesItsHandlesUnusableAndTakesNoMore() {
        var home = SecretMemory.open();
        var secret = home.allocate(32);
        var memory = secret.memory();
        home.close();
        home.close();
        assertThatIllegalStateException().isThrownBy(secret::memory);
        assertThatIllegalStateException().isThrownBy(() -> memory.get(JAVA_BYTE, 0));
        assertThatIllegalStateException().isThrownBy(() -> home.allocate(32));
        secret.close();
        assertThat(home.lentBytes()).isZero();
        assertThat(home.heldBytes()).isZero();
    }

    @Test
    void memory_closedWhileItIsRead_showsItsSecretOrNothing() throws Exception {
        var home = SecretMemory.open(LockPolicy.ALLOW_UNLOCKED);
        var memory = home.allocate(32).memory();
        memory.fill((byte) 7);
        var more = IntStream.range(0, 4)
                .mapToObj(_ -> home.allocate(SecretMemory.LENGTH_BYTES_MAX))
                .toList();
        var reading = new CountDownLatch(1);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var last = threads.submit(() -> {
                byte seen = 7;
                try {
                    while (seen == 7) {
                        reading.countDown();
                        seen = memory.get(JAVA_BYTE, 0);
                    }
                } catch (IllegalStateException closed) {
                    return seen;
                }
                return seen;
            });
            reading.await();
            home.close();
            assertThat(last.get()).isEqualTo((byte) 7);
        }
        assertThat(more).allMatch(SecretBytes::isClosed);
    }

    @Test
    void memory_closedWhileLibrariesWorkOnIt_waitsForThem() throws Exception {
        for (var round = 0; round < 10; round++) {
            var home = SecretMemory.open();
            var secret = Curve.SECP256K1.group().randomSecret(new SystemEntropy(), home);
            var point = secret.timesGenerator();
            var working = new CountDownLatch(1);
            try (var threads = Executors.newSingleThreadExecutor()) {
                var right = threads.submit(() -> {
                    try {
                        while (secret.timesGenerator().equals(point)) working.countDown();
                    } catch (IllegalStateException closed) {
                        return true;
                    }
                    return false;
                });
                working.await();
                home.close();
                assertThat(right.get()).isTrue();
            }
        }
    }

    /// Called back by the C library, which holds the memory that it was given meanwhile.
    public static final class Waiting {
        private static final CountDownLatch BEGUN = new CountDownLatch(1);
        private static final CountDownLatch END = new CountDownLatch(1);

        private Waiting() {}

        /// Compares nothing, once it may.
        public static int compare(MemorySegment one, MemorySegment other) {
            BEGUN.countDown();
            while (END.getCount() > 0) LockSupport.parkNanos(1_000_000);
            return 0;
        }
    }

    @Test
    void memory_closedWhileACallDoesNotEnd_isUnusableAtOnce_andZeroedOnceItHasEnded() throws Throwable {
        var linker = Linker.nativeLinker();
        var sort = linker.downcallHandle(
                linker.defaultLookup().find("qsort").orElseThrow(),
                FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
        var compare = linker.upcallStub(
                MethodHandles.lookup()
                        .findStatic(
                                Waiting.class,
                                "compare",
                                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class)),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
                Arena.global());
        var home = SecretMemory.open();
        var sorted = home.allocate(32);
        var secret = home.allocate(32);
        var memory = secret.memory();
        memory.fill((byte) 7);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var closing = threads.submit(() -> {
                try {
                    Waiting.BEGUN.await();
                    assertThatIllegalStateException().isThrownBy(home::close).withMessageContaining("does not end");
                    assertThat(secret.isClosed()).isTrue();
                    assertThatIllegalStateException().isThrownBy(secret::memory);
                    assertThatIllegalStateException().isThrownBy(() -> home.allocate(32));
                    assertThat(memory.toArray(JAVA_BYTE)).containsOnly(7);
                    assertThat(home.heldBytes()).isPositive();
                } finally {
                    Waiting.END.countDown();
                }
                return true;
            });
            sort.invokeExact(sorted.memory(), 2L, 1L, compare);
            assertThat(closing.get()).isTrue();
        }
        home.close();
        assertThat(home.heldBytes()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> memory.get(JAVA_BYTE, 0));
    }

    @Test
    void slots_ofEverySize_areAlignedDisjointAndReused() {
        var random = new Random(5);
        try (var home = SecretMemory.open()) {
            long held = 0;
            for (var round = 0; round < 3; round++) {
                var open = new ArrayList<SecretBytes>();
                for (var length = 1; length < 300_000; length += 1 + length / 9) open.add(home.allocate(length));
                for (var i = 0; i < 200; i++) open.add(home.allocate(1 + random.nextInt(200)));
                var ends = open.stream()
                        .map(SecretBytes::memory)
                        .map(m -> new long[] {m.address(), m.address() + m.byteSize()})
                        .sorted((a, b) -> Long.compare(a[0], b[0]))
                        .toList();
                for (var i = 1; i < ends.size(); i++)
                    assertThat(ends.get(i)[0]).isGreaterThanOrEqualTo(ends.get(i - 1)[1]);
                assertThat(ends).allMatch(each -> each[0] % 32 == 0);
                open.forEach(each -> each.memory().fill((byte) 1));
                open.forEach(SecretBytes::close);
                assertThat(home.lentBytes()).isZero();
                if (round == 1) held = home.heldBytes();
            }
            assertThat(home.heldBytes()).isLessThanOrEqualTo(held + 262_144);
        }
    }

    @Test
    void lengths_outOfRange_areRefused() {
        try (var home = SecretMemory.open()) {
            for (var length : new int[] {-1, 0, SecretMemory.LENGTH_BYTES_MAX + 1})
                assertThatIllegalArgumentException().isThrownBy(() -> home.allocate(length));
        }
    }

    @Test
    void pages_whileHeld_areLocked() throws IOException {
        try (var home = SecretMemory.open(LockPolicy.REQUIRE);
                var before = home.allocate(32)) {
            var locked = lockedKilobytes();
            assertThat(locked).isGreaterThanOrEqualTo(16);
            var more = home.allocate(1 << 20);
            assertThat(lockedKilobytes() - locked).isGreaterThanOrEqualTo(1 << 10);
            more.close();
            assertThat(before.length()).isEqualTo(32);
        }
    }

    private static long lockedKilobytes() throws IOException {
        var line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmLck:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    @Test
    void pages_areKeptOutOfDumpsAndChildren() throws IOException {
        try (var home = SecretMemory.open();
                var secret = home.allocate(32)) {
            var address = secret.memory().address();
            var inside = false;
            var flags = "";
            for (var line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
                if (line.matches("^[0-9a-f]+-[0-9a-f]+ .*")) {
                    var dash = line.indexOf('-');
                    inside = Long.parseUnsignedLong(line.substring(0, dash), 16) <= address
                            && address < Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
                }
                if (inside && line.startsWith("VmFlags:")) flags = line;
            }
            assertThat(flags).contains(" dd").contains(" dc").contains(" lo");
        }
    }

    @Test
    void memory_underManyThreads_neverLendsOneSlotTwice() throws Exception {
        try (var home = SecretMemory.open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var jobs = new ArrayList<Callable<Boolean>>();
            for (var thread = 1; thread <= 8; thread++) {
                var mark = (byte) thread;
                jobs.add(() -> {
                    for (var i = 0; i < 2000; i++) {
                        try (var secret = home.allocate(32 + 32 * (i % 3))) {
                            if (!zero(secret.memory())) return false;
                            secret.memory().fill(mark);
                            var marked = secret.reveal(SecretAccess.TEST_VECTOR);
                            for (var each : marked) if (each != mark) return false;
                        }
                    }
                    return true;
                });
            }
            for (var each : threads.invokeAll(jobs)) assertThat(each.get()).isTrue();
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Test
    void bytes_comparedCopiedAndTaken_behave() {
        try (var home = SecretMemory.open();
                var other = SecretMemory.open()) {
            var source = new byte[] {1, 2, 3};
            try (var a = SecretBytes.takeFrom(source, home);
                    var b = a.copyTo(other);
                    var c = other.allocate(4)) {
                assertThat(source).containsOnly(0);
                assertThat(b.home()).isSameAs(other);
                assertThat(a.sameAs(b)).isTrue();
                assertThat(a.sameAs(c)).isFalse();
                b.memory().set(JAVA_BYTE, 2, (byte) 4);
                assertThat(a.sameAs(b)).isFalse();
                assertThat(a.reveal(SecretAccess.TEST_VECTOR)).containsExactly(1, 2, 3);
            }
        }
    }

    @Test
    void bytesTaken_whereNothingIsLent_areZeroedAllTheSame() {
        var source = new byte[] {1, 2, 3};
        try (var none = SecretMemory.asking(LockPolicy.ofProperty(), _ -> false)) {
            assertThatExceptionOfType(SecretMemoryRefused.class).isThrownBy(() -> SecretBytes.takeFrom(source, none));
        }
        assertThat(source).containsOnly(0);
    }

    @Test
    void seededEntropy_fromEqualSeeds_repeatsAndSplitsApart() {
        try (var home = SecretMemory.open();
                var a = SecretBytes.random(45, new SeededEntropy(7), home);
                var b = SecretBytes.random(45, new SeededEntropy(7), home);
                var c = SecretBytes.random(45, new SeededEntropy(8), home);
                var d = SecretBytes.random(45, new SeededEntropy(7).split(), home)) {
            assertThat(a.sameAs(b)).isTrue();
            assertThat(a.sameAs(c)).isFalse();
            assertThat(a.sameAs(d)).isFalse();
        }
    }

    @Test
    void systemEntropy_overManyLengths_fillsToTheLastByte() {
        try (var home = SecretMemory.open()) {
            for (var length : new int[] {1, 31, 255, 256, 257, 1000}) {
                var seen = new byte[length];
                for (var i = 0; i < 20; i++) {
                    try (var secret = SecretBytes.random(length, new SystemEntropy(), home)) {
                        var bytes = secret.reveal(SecretAccess.TEST_VECTOR);
                        for (var at = 0; at < length; at++) seen[at] |= bytes[at];
                    }
                }
                for (var each : seen) assertThat(each).isNotZero();
            }
        }
    }

    @Test
    void guard_engaged_makesTheProcessUndumpable() {
        ProcessGuard.engage();
        assertThat(Libc.dumpable()).isFalse();
    }

    @Test
    void policy_ofUnknownWord_isRefused() {
        var before = System.getProperty(LockPolicy.PROPERTY);
        try {
            System.setProperty(LockPolicy.PROPERTY, "perhaps");
            assertThatIllegalArgumentException().isThrownBy(SecretMemory::open);
        } finally {
            if (before == null) System.clearProperty(LockPolicy.PROPERTY);
            else System.setProperty(LockPolicy.PROPERTY, before);
        }
    }

    @Test
    void limitOfZero_refusesUnlessUnlockedMemoryIsAllowed() throws Exception {
        assertThat(child("require")).contains("refused").contains("ulimit -l").contains(LockPolicy.PROPERTY);
        assertThat(child("allow-unlocked")).contains("lent 32");
    }

    /// Runs [NoLocking] in a process that may lock nothing: the limit is 0, and root's privilege to pass it is
    /// dropped.
    private static String child(String policy) throws Exception {
        var command = new ArrayList<>(List.of("bash", "-c", "ulimit -l 0 && exec \"$@\"", "bash"));
        if ("root".equals(System.getProperty("user.name")))
            command.addAll(List.of("setpriv", "--bounding-set=-ipc_lock", "--inh-caps=-ipc_lock"));
        command.addAll(Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + LockPolicy.PROPERTY + "=" + policy,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                NoLocking.class.getName()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /// The child's program.
    static final class NoLocking {
        private NoLocking() {}

        public static void main(String[] unused) {
            try (var home = SecretMemory.open();
                    var secret = home.allocate(32)) {
                System.out.println("lent " + secret.length());
            } catch (SecretMemoryRefused refused) {
                System.out.println("refused: " + refused.getMessage());
            }
        }
    }
}
