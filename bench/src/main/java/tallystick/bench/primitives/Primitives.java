package tallystick.bench.primitives;

import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks of this package: mean time of a call in microseconds, in one process forked for each.
public final class Primitives {
    private static final int WARM_UPS = 3;
    private static final int ITERATIONS = 5;

    private Primitives() {}

    /// Runs those whose name, `Class.method`, has a match.
    ///
    /// @throws RunnerException if none has, or a fork fails
    public static void run(Pattern name) throws RunnerException {
        var options = new OptionsBuilder()
                .include(name.pattern())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .build();
        if (new Runner(options).run().isEmpty()) throw new RunnerException("no benchmark matches " + name);
    }
}
