package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.vector.VectorCall;
import tallystick.crypto.vector.VectorMethod;

class VectorMethodTest {
    private static final int ROWS = 16;
    /// What the shortest vector takes that processors have.
    private static final int VECTOR_BYTES = 48;

    private final SecretMemory home = SecretMemory.open();
    /// How many bytes an exercise leaves on the heap.
    private final AtomicInteger leaving = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final VectorMethod method = new VectorMethod("test", this::exercise);
    /// Seen by all, so that no compiler leaves it out.
    volatile byte[] left = {};

    private volatile Runnable beside = () -> {};

    @AfterEach
    void close() {
        home.close();
    }

    private VectorCall exercise(MemorySegment zeros, int count) {
        assertThat(zeros.byteSize()).isEqualTo(192L * count);
        return new VectorCall(64, scratch -> {
            scratch.fill((byte) 1);
            calls.incrementAndGet();
            beside.run();
            leave(leaving.get());
        });
    }

    private void leave(int bytes) {
        if (bytes > 0) left = new byte[bytes - 16];
    }

    private void practise() {
        try (var practice = method.practise(home, ROWS)) {
            while (!practice.goOn()) assertThat(home.lentBytes()).isPositive();
        }
        assertThat(home.lentBytes()).isZero();
    }

    /// As a call with secrets is made.
    private boolean called(int leaves) {
        return method.make(new VectorCall(32, _ -> leave(leaves)));
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
        assertThat(called(0)).isTrue();
        assertThat(method.status().open()).isTrue();
        assertThat(method.takeSpill()).isEmpty();
    }

    @Test
    void method_whoseEveryCallLeavesVectors_isGivenUp() {
        leaving.set(VECTOR_BYTES);
        practise();
        assertThat(called(0)).isFalse();
        assertThat(method.status().leftBytes()).isEqualTo(VECTOR_BYTES);
        leaving.set(0);
        method.check(home, ROWS);
        assertThat(called(0)).isFalse();
    }

    @Test
    void method_thatLeavesNothingNowAndThen_isNotOpen() {
        try (var practice = method.practise(home, ROWS)) {
            for (var i = 0; i < 100; i++) {
                leaving.set(i % 3 == 0 ? VECTOR_BYTES : 0);
                assertThat(practice.goOn()).isFalse();
            }
        }
        assertThat(called(0)).isFalse();
    }

    @Test
    void callWithSecrets_thatLeavesOneVector_isTheLastAndIsTold() {
        practise();
        assertThat(called(VECTOR_BYTES)).isTrue();
        assertThat(called(0)).isFalse();
        assertThat(method.takeSpill()).contains(new VectorMethod.Spill("test", VECTOR_BYTES));
        assertThat(method.takeSpill()).isEmpty();
        method.check(home, ROWS);
        assertThat(called(0)).isTrue();
    }

    @Test
    void callWithSecrets_thatLeavesOneVectorAndThrows_isTheLastAndIsTold() {
        practise();
        var call = new VectorCall(32, _ -> {
            leave(VECTOR_BYTES);
            throw new IllegalStateException("test");
        });
        assertThatThrownBy(() -> method.make(call)).isInstanceOf(IllegalStateException.class);
        assertThat(called(0)).isFalse();
        assertThat(method.takeSpill().orElseThrow().leftBytes()).isGreaterThanOrEqualTo(VECTOR_BYTES);
    }

    @Test
    void scratchMemory_isZeroes() {
        for (var i = 0; i < 3; i++)
            new VectorCall(1 << 12, scratch -> {
                        for (var at = 0; at < scratch.byteSize(); at++)
                            assertThat(scratch.get(ValueLayout.JAVA_BYTE, at)).isZero();
                        scratch.fill((byte) 1);
                    })
                    .make();
    }

    /// The zeros may have been looked at before.
    @Test
    void check_besideWhichSecretsWereSpilt_doesNotOpen() throws InterruptedException {
        practise();
        var spilt = new AtomicInteger();
        var other = Thread.ofPlatform().unstarted(() -> {
            while (spilt.get() == 0) Thread.onSpinWait();
            called(VECTOR_BYTES);
            spilt.set(2);
        });
        other.start();
        beside = () -> {
            spilt.set(1);
            while (spilt.get() == 1) Thread.onSpinWait();
        };
        method.check(home, ROWS);
        other.join();
        assertThat(called(0)).isFalse();
        beside = () -> {};
        method.check(home, ROWS);
        assertThat(called(0)).isTrue();
    }

    @Test
    void check_thatLeavesVectors_closesUntilOneDoesNot() {
        practise();
        leaving.set(VECTOR_BYTES);
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
