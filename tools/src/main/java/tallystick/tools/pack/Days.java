package tallystick.tools.pack;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// How many rows of each part are of which day, in UTC: what a chart is drawn from.
///
/// **Threads** one.
final class Days {
    /// Ten years. Clocks in a hostile pack may say anything, and must not fill the memory.
    private static final int DAYS_MAX = 3_660;
    private static final int BARS_MAX = 36;
    private static final int MONTH_LENGTH = "2026-01".length();

    private final NavigableMap<LocalDate, Map<Part, Long>> days = new TreeMap<>();
    private long others;

    /// One bar.
    ///
    /// @param when a day, a month or a year
    record Bar(String when, Map<Part, Long> rows) {
        long total() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// One row more.
    void add(Part part, Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        if (days.size() >= DAYS_MAX && !days.containsKey(day)) others++;
        else days.computeIfAbsent(day, _ -> new EnumMap<>(Part.class)).merge(part, 1L, Long::sum);
    }

    /// By day, or by month if these would be more than 36, or by year; of years the first 36.
    List<Bar> bars() {
        var byDay = bars(Integer.MAX_VALUE);
        if (byDay.size() <= BARS_MAX) return byDay;
        var byMonth = bars(MONTH_LENGTH);
        if (byMonth.size() <= BARS_MAX) return byMonth;
        var byYear = bars("2026".length());
        return byYear.subList(0, Math.min(BARS_MAX, byYear.size()));
    }

    /// How many rows no bar tells of.
    long others() {
        var told = bars().stream().mapToLong(Bar::total).sum();
        var all = days.values().stream()
                .flatMap(rows -> rows.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return others + all - told;
    }

    private List<Bar> bars(int digits) {
        var sums = new TreeMap<String, Map<Part, Long>>();
        days.forEach((day, rows) -> {
            var when = day.toString();
            var sum = sums.computeIfAbsent(
                    when.substring(0, Math.min(digits, when.length())), _ -> new EnumMap<>(Part.class));
            rows.forEach((part, count) -> sum.merge(part, count, Long::sum));
        });
        var bars = new ArrayList<Bar>();
        sums.forEach((when, rows) -> bars.add(new Bar(when, rows)));
        return bars;
    }
}
