package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.kit.World;

/// Drafts of the policy that are judged at the same moment.
class ReplaysAtOnceTest {
    @Test
    void replayWhileAnotherRuns_isTurnedAwayAtOnce() throws Exception {
        var control = World.get().control();
        var text = World.get().program("AUDITOR").get("/v1/documents/policy").text("text");
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var api = new ReplaysApi(control.part(Withdrawals.class), control.part(Advice.class), () -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return Instant.now();
        });
        var caller = Caller.program(UUID.randomUUID(), UUID.randomUUID(), Set.of(), Optional.empty());
        var body = new ReplaysApi.NewReplay(text, 1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> api.replayPolicy(caller, body));
            begun.await();
            assertThatThrownBy(() -> api.replayPolicy(caller, body))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo(Problem.Code.BUSY));
            end.countDown();
            assertThat(first.get().matters()).isZero();
        }
        assertThat(api.replayPolicy(caller, body).matters()).isZero();
    }
}
