package tallystick.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the demonstration says: numbered steps, and lines below them; at its end each step once more, with its time.
final class Narration {
    private final PrintWriter out;
    private final List<Step> steps = new ArrayList<>();

    private record Step(String what, long begunNanos) {}

    Narration(PrintWriter out) {
        this.out = out;
    }

    /// Where to, for those that say more by themselves.
    PrintWriter out() {
        return out;
    }

    void say(String what) {
        steps.add(new Step(what, System.nanoTime()));
        out.printf("%n%d. %s%n", steps.size(), what);
        out.flush();
    }

    void line(String what) {
        out.printf("   %s%n", what);
        out.flush();
    }

    void end() {
        var end = System.nanoTime();
        out.printf(
                "%nall %d steps held, in %s%n%n",
                steps.size(), time(steps.getFirst().begunNanos(), end));
        for (var i = 0; i < steps.size(); i++) {
            var ended = i + 1 < steps.size() ? steps.get(i + 1).begunNanos() : end;
            var step = steps.get(i);
            out.printf("   held %10s  %2d. %s%n", time(step.begunNanos(), ended), i + 1, step.what());
        }
        out.flush();
    }

    private static String time(long begunNanos, long endedNanos) {
        var took = Duration.ofNanos(endedNanos - begunNanos);
        return took.toMinutes() > 0
                ? "%d min %d s".formatted(took.toMinutes(), took.toSecondsPart())
                : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
    }
}
