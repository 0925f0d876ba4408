package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.vector.VectorMethod;

class VectorMethodTest {
    private static final int ROWS = 16;

    private final SecretMemory home = SecretMemory.open();
    /// How many bytes an exercise leaves on the heap.
    private final AtomicInteger leaving = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final VectorMethod method = new VectorMethod("test", this::exercise);
    /// Seen by all, so that no compiler leaves it out.
    volatile byte[] left = {};

    @AfterEach
    void close() {
        home.close();
    }

    private Runnable exercise(MemorySegment zeros, int count) {
        assertThat(zeros.byteSize()).isEqualTo(192L * count);
        return () -> {
            calls.incrementAndGet();
            leave(leaving.get());
        };
    }

    private void leave(int bytes) {
        if (bytes > 0) left = new byte[bytes];
    }

    private void practise() {
        try (var practice = method.practise(home, ROWS)) {
            while (!practice.goOn()) assertThat(home.lentBytes()).isPositive();
        }
        assertThat(home.lentBytes()).isZero();
    }

    /// As a call with secrets is made.
    private boolean called(int leaves) {
        var begun = method.begin();
        if (begun == VectorMethod.PORTABLE) return false;
        leave(leaves);
        method.end(begun);
        return true;
    }

    @Test
    void method_thatWasNotPractised_isPortable() {
        assertThat(called(0)).isFalse();
        method.check(home, ROWS);
        assertThat(calls).hasValue(0);
        assertThat(method.status()).isEqualTo(new VectorMethod.Status("test", false, -1));
    }

    @Test
    void method_whoseCallsLeaveNothing_isOpen() {
        practise();
        assertThat(called(0)).isTrue();
        assertThat(called(VectorMethod.LEFT_BYTES_MAX / 2)).isTrue();
        assertThat(called(0)).isTrue();
        assertThat(method.status().open()).isTrue();
        assertThat(method.takeSpill()).isEmpty();
    }

    @Test
    void method_whoseEveryCallLeavesVectors_isGivenUp() {
        leaving.set(VectorMethod.LEFT_BYTES_MAX + 1);
        practise();
        assertThat(called(0)).isFalse();
        assertThat(method.status().leftBytes()).isGreaterThan(VectorMethod.LEFT_BYTES_MAX);
        leaving.set(0);
        method.check(home, ROWS);
        assertThat(called(0)).isFalse();
    }

    @Test
    void method_thatLeavesNothingNowAndThen_isNotOpen() {
        try (var practice = method.practise(home, ROWS)) {
            for (var i = 0; i < 100; i++) {
                leaving.set(i % 3 == 0 ? 2 * VectorMethod.LEFT_BYTES_MAX : 0);
                assertThat(practice.goOn()).isFalse();
            }
        }
        assertThat(called(0)).isFalse();
    }

    @Test
    void callWithSecrets_thatLeavesVectors_isTheLastAndIsTold() {
        practise();
        assertThat(called(3 * VectorMethod.LEFT_BYTES_MAX)).isTrue();
        assertThat(called(0)).isFalse();
        var spill = method.takeSpill().orElseThrow();
        assertThat(spill.name()).isEqualTo("test");
        assertThat(spill.leftBytes()).isBetween(3L * VectorMethod.LEFT_BYTES_MAX, 4L * VectorMethod.LEFT_BYTES_MAX);
        assertThat(method.takeSpill()).isEmpty();
        method.check(home, ROWS);
        assertThat(called(0)).isTrue();
    }

    @Test
    void check_thatLeavesVectors_closesUntilOneDoesNot() {
        practise();
        leaving.set(2 * VectorMethod.LEFT_BYTES_MAX);
        method.check(home, ROWS);
        assertThat(called(0)).isFalse();
        assertThat(method.takeSpill()).isEmpty();
        leaving.set(0);
        method.check(home, ROWS);
        assertThat(called(0)).isTrue();
    }

    @Test
    void virtualThread_whoseHeapNobodyCounts_takesThePortableWay() throws InterruptedException {
        practise();
        var before = calls.get();
        var taken = new AtomicInteger();
        Thread.ofVirtual()
                .start(() -> {
                    method.check(home, ROWS);
                    if (called(0)) taken.incrementAndGet();
                })
                .join();
        assertThat(taken).hasValue(0);
        assertThat(calls).hasValue(before);
        assertThat(called(0)).isTrue();
    }
}
