package tallystick.bench.primitives;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the benchmarks of this package: mean time of a call in microseconds, in one process forked for each.
public final class Primitives {
    private static final int WARM_UPS = 3;
    private static final int ITERATIONS = 5;

    private Primitives() {}

    /// The names of all, each `Class.method`.
    public static List<String> names() {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
                .map(BenchmarkListEntry::getUsername)
                .map(name -> name.substring(Primitives.class.getPackageName().length() + 1))
                .sorted()
                .toList();
    }

    /// Runs those whose name, `Class.method`, has a match.
    ///
    /// @param name has a match in one of [#names] at least, or all are run
    /// @throws RunnerException if a fork fails
    public static void run(Pattern name) throws RunnerException {
        var options = new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true);
        for (var each : names())
            if (name.matcher(each).find()) options.include("\\.%s$".formatted(Pattern.quote(each)));
        new Runner(options.build()).run();
    }
}
