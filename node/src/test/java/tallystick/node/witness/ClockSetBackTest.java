package tallystick.node.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.node.kit.LogBench;
import tallystick.node.log.Alarms;

class ClockSetBackTest {
    private final List<Bytes> said = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void nodeWhoseClockWasYearsAhead_showsItsLogAgainAtOnce() throws Exception {
        try (var bench = new LogBench("a", "b");
                var log = bench.open(folder.resolve("log"), "a")) {
            var roster = bench.roster();
            var witnessing = new Witnessing(
                    bench.node("a"),
                    () -> roster,
                    new Witnessing.Logs(log, log),
                    WitnessStore.open(folder.resolve("witness"), roster.nodes()),
                    (_, message) -> said.add(message),
                    bench.entropy(),
                    new Alarms(log, bench::now, Runnable::run),
                    bench::now);
            bench.pass(4 * 365 * 86_400);
            witnessing.tick();
            witnessing.tick();
            assertThat(said).hasSize(1);
            bench.pass(-4 * 365 * 86_400);
            witnessing.tick();
            assertThat(said).hasSize(2);
            witnessing.tick();
            assertThat(said).hasSize(2);
        }
    }
}
