package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tallystick.node.kit.Patience;
import tallystick.node.ops.Drain;

class DrainTest {
    private final Drain drain = new Drain();

    @Test
    void callerAfterTheBeginning_isNotLetIn() {
        assertThat(drain.enter()).isPresent();
        drain.begin();
        assertThat(drain.enter()).isEmpty();
        assertThat(drain.calls()).isEqualTo(1);
        assertThat(drain.hasBegun()).isTrue();
    }

    @Test
    void waiting_endsWithTheLastCall() throws Exception {
        var first = drain.enter().orElseThrow();
        var second = drain.enter().orElseThrow();
        drain.begin();
        var waits = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ended = threads.submit(() -> {
                waits.countDown();
                return drain.await(Duration.ofMinutes(3));
            });
            waits.await();
            first.close();
            first.close();
            assertThat(drain.calls()).isEqualTo(1);
            assertThat(ended.isDone()).isFalse();
            second.close();
            assertThat(Patience.result(ended)).isTrue();
        }
    }

    @Test
    void callThatDoesNotEnd_isWaitedForNoLongerThanTheLimit() throws InterruptedException {
        var _ = drain.enter().orElseThrow();
        assertThat(drain.await(Duration.ofMillis(20))).isFalse();
        assertThat(drain.calls()).isEqualTo(1);
    }
}
