package tallystick.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What the compilers of other virtual machines have used of the processor, as Linux counts it.
///
/// **Why** they work for minutes beside what is measured, and take a quarter of it at first.
final class Compilers {
    private static final String NAMES = "C[12] CompilerThre.*";
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private Compilers() {}

    /// Seconds so far of all programs that this one has started; 0 where the system does not say so.
    static double seconds() throws IOException {
        var sum = 0.0;
        for (var process : ProcessHandle.current().descendants().toList()) sum += seconds(process.pid());
        return sum;
    }

    private static double seconds(long pid) throws IOException {
        var tasks = Path.of("/proc/%d/task".formatted(pid));
        if (!Files.isDirectory(tasks)) return 0;
        var ticks = 0L;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (var task : all) ticks += ticks(task);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static long ticks(Path task) throws IOException {
        try {
            if (!Files.readString(task.resolve("comm")).strip().matches(NAMES)) return 0;
            var line = Files.readString(task.resolve("stat"));
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
