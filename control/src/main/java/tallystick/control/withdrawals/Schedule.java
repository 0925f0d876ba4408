package tallystick.control.withdrawals;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tallystick.control.store.Relaxed;
import tallystick.control.store.Store;

/// Runs the jobs of withdrawals, shared with the other replicas by the database.
///
/// **Why** a replica that dies is noticed by its missing heartbeats, and its jobs are begun anew by another; a step
/// that was done twice by then did the same twice.
@Component
final class Schedule implements SmartLifecycle {
    /// Most of them wait for nodes: twice as many as may wait for one.
    private static final int THREADS = 96;
    private static final double REFILL = 0.5;
    private static final Duration FAILED = Duration.ofSeconds(1);
    private static final Duration FAILED_MAX = Duration.ofMinutes(5);
    private static final double GROWTH = 1.5;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final int MISSED_MAX = 4;

    private final Scheduler scheduler;
    private final Wake wake;
    private volatile boolean isRunning;

    Schedule(Relaxed source, Worker worker, Jobs jobs, Wake wake, List<RecurringTask<Void>> others) {
        this.wake = wake;
        scheduler = Scheduler.create(source.source(), task(worker, jobs))
                .startTasks(others)
                .pollUsingLockAndFetch(REFILL, 1.0)
                .schedulerName(new SchedulerName.Fixed(name()))
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("withdrawals-", 0).factory()))
                .threads(THREADS)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_MAX)
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
    }

    /// Names the process, so that operators find who works on what.
    private static String name() {
        return "pid-%d-%s".formatted(ProcessHandle.current().pid(), Store.newId());
    }

    private static Task<Void> task(Worker worker, Jobs jobs) {
        return Tasks.custom(Jobs.TASK, Void.class)
                .onFailure((failed, operations) -> {
                    var pause = pause(failed.getExecution().consecutiveFailures);
                    operations.reschedule(failed, failed.getTimeDone().plus(pause));
                    jobs.ended(failed.getExecution().taskInstance.getId());
                })
                .onDeadExecutionRevive()
                .execute((instance, _) -> go(worker::step, UUID.fromString(instance.getId()))
                        .map(pause -> after(pause, jobs))
                        .orElseGet(CompletionHandler.OnCompleteRemove::new));
    }

    /// Half as long again after each failure, but no longer than people would wait to see it go on: what fails may be
    /// what somebody outside said, and he says something else later.
    ///
    /// @param before how many failures there were in a row before this one
    static Duration pause(int before) {
        var millis = FAILED.toMillis() * Math.pow(GROWTH, before);
        return millis < FAILED_MAX.toMillis() ? Duration.ofMillis((long) millis) : FAILED_MAX;
    }

    /// One step of a withdrawal.
    @FunctionalInterface
    interface Stepping {
        Worker.Step step(UUID withdrawal) throws InterruptedException;
    }

    /// As many steps as need no pause between them.
    ///
    /// @return the pause before the next; empty if there is nothing to go on with
    static Optional<Duration> go(Stepping stepping, UUID withdrawal) {
        try {
            while (true) {
                var next = stepping.step(withdrawal).next();
                if (next.isEmpty() || next.get().isPositive()) return next;
            }
        } catch (InterruptedException stop) {
            return Optional.of(POLL);
        } finally {
            // Who interrupted it has had his answer: where it stands is still to be written down.
            var _ = Thread.interrupted();
        }
    }

    private static CompletionHandler<Void> after(Duration pause, Jobs jobs) {
        return (complete, operations) -> {
            operations.reschedule(complete, complete.getTimeDone().plus(pause));
            jobs.ended(complete.getExecution().taskInstance.getId());
        };
    }

    @Override
    public void start() {
        scheduler.start();
        wake.on(scheduler::triggerCheckForDueExecutions);
        isRunning = true;
    }

    /// It looks for nothing more to do before it is told to stop: it interrupts whoever waits to look again, and he may
    /// just have begun to.
    @Override
    public void stop() {
        wake.off();
        scheduler.pause();
        scheduler.stop();
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
