package tallystick.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tallystick.demo.fleet.Fleet;

/// Whether a node takes as long and holds as much at the end of a long time as at its beginning.
final class Staying {
    private static final double SHARE = 0.7;
    private static final int CALLERS = 32;
    private static final Duration STEP = Duration.ofMinutes(1);

    private final Figures figures;
    private final Fleet fleet;
    private final Callers callers;

    Staying(Figures figures, Fleet fleet, Callers callers) {
        this.figures = figures;
        this.fleet = fleet;
        this.callers = callers;
    }

    /// One minute.
    ///
    /// @param resident megabytes of the node that holds most
    private record Minute(double perSecond, double median, double late, double resident) {}

    /// @param peak signatures a second at most
    void run(double peak, Duration time) throws IOException, InterruptedException {
        var minutes = new ArrayList<Minute>();
        for (var i = 0; i < Math.max(4, time.dividedBy(STEP)); i++) {
            var millis = callers.steadily(CALLERS, SHARE * peak, STEP);
            var minute = new Minute(
                    millis.length / (double) STEP.toSeconds(),
                    Requests.median(millis),
                    millis[millis.length * 99 / 100],
                    resident());
            minutes.add(minute);
            System.err.printf(
                    "minute %d: %.0f/s, median %.1f ms, 99 of 100 %.1f ms, %.0f MB%n",
                    minutes.size(), minute.perSecond(), minute.median(), minute.late(), minute.resident());
        }
        figures.put("flat.minutes", minutes.size());
        figures.put("flat.peak_per_s", peak);
        quarters("per_s", minutes, Minute::perSecond);
        quarters("p50_ms", minutes, Minute::median);
        quarters("p99_ms", minutes, Minute::late);
        quarters("rss_mb", minutes, Minute::resident);
    }

    private double resident() throws IOException {
        var most = 0.0;
        for (var name : Fleet.NODES)
            most = Math.max(most, Starting.resident(fleet.process(name).pid()));
        return most;
    }

    /// The median minute of the first quarter, and of the last.
    private void quarters(String name, List<Minute> minutes, ToDoubleFunction<Minute> what) {
        var length = minutes.size() / 4;
        figures.put("flat.first." + name, median(minutes.subList(0, length), what));
        figures.put("flat.last." + name, median(minutes.subList(minutes.size() - length, minutes.size()), what));
    }

    private static double median(List<Minute> minutes, ToDoubleFunction<Minute> what) {
        return Requests.median(minutes.stream().mapToDouble(what).sorted().toArray());
    }
}
