package tallystick.core.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/// Hours of days of a week, as clocks on a wall show them at one place.
///
/// **Why** wall time: business hours follow daylight saving. An hour that occurs twice is within both times, one that
/// is left out never comes.
///
/// @param zone whose clocks
/// @param days all if there are none
/// @param fromMinute of the day, 0..1439, included
/// @param toMinute of the day, 1..1440, excluded; later than `fromMinute`
/// @param calendar the policy's calendar whose holidays are outside the window
public record TimeWindow(
        ZoneId zone, NavigableSet<DayOfWeek> days, int fromMinute, int toMinute, Optional<String> calendar) {
    /// Minutes of a day.
    public static final int DAY = 24 * 60;

    /// @throws IllegalArgumentException if the minutes are out of order: the caller's fault
    public TimeWindow {
        days = Names.sorted(days);
        if (fromMinute < 0 || toMinute > DAY || fromMinute >= toMinute)
            throw new IllegalArgumentException("minutes %d to %d of a day".formatted(fromMinute, toMinute));
    }

    /// Whether a moment is within.
    ///
    /// @param holidays those of the calendar, none if it names none
    public boolean holds(Instant moment, Set<LocalDate> holidays) {
        var local = moment.atZone(zone);
        var minute = local.getHour() * 60 + local.getMinute();
        return (days.isEmpty() || days.contains(local.getDayOfWeek()))
                && minute >= fromMinute
                && minute < toMinute
                && !holidays.contains(local.toLocalDate());
    }
}
