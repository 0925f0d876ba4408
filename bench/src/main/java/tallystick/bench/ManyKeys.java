package tallystick.bench;

import java.io.IOException;
import java.time.Duration;
import tallystick.demo.fleet.Fleet;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;

/// What keys that nobody uses cost the one that is used, and the node.
final class ManyKeys {
    private static final int REQUESTS = 200;
    private static final Duration REST = Duration.ofSeconds(30);

    private final Figures figures;
    private final Fleet fleet;
    private final Callers callers;

    /// @param callers ask for one key alone
    ManyKeys(Figures figures, Fleet fleet, Callers callers) {
        this.figures = figures;
        this.fleet = fleet;
        this.callers = callers;
    }

    /// @param name of the state that the nodes are in now
    void measure(String name) throws IOException, InterruptedException, Unable, NodeUnreachable {
        // Pools of the last keys are filled first.
        Thread.sleep(REST);
        var before = cpu();
        Thread.sleep(REST);
        figures.put("keys.%s.idle_cpu_ms_per_s".formatted(name), (cpu() - before) / REST.toSeconds());
        var millis = callers.oneByOne(REQUESTS);
        figures.put("keys.%s.p50_ms".formatted(name), Requests.median(millis));
        figures.put("keys.%s.p99_ms".formatted(name), millis[millis.length * 99 / 100]);
        figures.put("keys.%s.rss_mb".formatted(name), Starting.resident(node().pid()));
    }

    /// Milliseconds of one node's processor time so far.
    private double cpu() {
        return Requests.cpu(node()).toNanos() / 1e6;
    }

    private ProcessHandle node() {
        return ProcessHandle.of(fleet.process("risk").pid())
                .orElseThrow(() -> new AssertionError("a node that was measured is gone"));
    }
}
