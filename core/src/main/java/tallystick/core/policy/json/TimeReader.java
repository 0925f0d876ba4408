package tallystick.core.policy.json;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.TimeWindow;
import tallystick.crypto.codec.MalformedInput;

/// Reads windows of time and names of zones.
final class TimeReader {
    private static final Pattern HOURS =
            Pattern.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)");
    private static final Pattern DAYS =
            Pattern.compile("(MON|TUE|WED|THU|FRI|SAT|SUN)(-(MON|TUE|WED|THU|FRI|SAT|SUN))?");
    private static final Pattern ZONE = Pattern.compile("UTC|[A-Za-z]{1,20}(?:/[A-Za-z0-9_+-]{1,30}){1,2}");

    private TimeReader() {}

    static Criterion read(Place place, Set<String> calendars) throws MalformedInput {
        place.object(Set.of("tz", "days", "hours", "holidays", "outside"));
        var hours = place.optional("hours", each -> each.matching(HOURS, "hours such as 08:00-19:00"));
        var from = hours.map(text -> minute(text.substring(0, 5))).orElse(0);
        var to = hours.map(text -> minute(text.substring(6))).orElse(TimeWindow.DAY);
        if (from >= to) throw place.get("hours").expected("a beginning before the end, within one day");
        var calendar = place.optional("holidays", each -> calendar(each, calendars));
        return new Criterion.AtTime(
                new TimeWindow(zone(place.get("tz")), days(place), from, to, calendar),
                place.optional("outside", Place::truth).orElse(false));
    }

    private static String calendar(Place place, Set<String> calendars) throws MalformedInput {
        var name = place.name();
        if (!calendars.contains(name)) throw place.expected("a calendar of this policy");
        return name;
    }

    private static int minute(String text) {
        return Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3));
    }

    /// A zone by the name of a place: an offset would not know of daylight saving.
    static ZoneId zone(Place place) throws MalformedInput {
        var name = place.matching(ZONE, "a time zone such as Europe/Paris or UTC");
        try {
            return ZoneId.of(name);
        } catch (ZoneRulesException unknown) {
            throw place.expected("a time zone such as Europe/Paris or UTC");
        } catch (DateTimeException badName) {
            throw place.expected("the name of a time zone");
        }
    }

    private static NavigableSet<DayOfWeek> days(Place place) throws MalformedInput {
        var days = new TreeSet<DayOfWeek>();
        if (!place.has("days")) return days;
        for (var item : place.get("days").items(7)) {
            var text = item.matching(DAYS, "a day such as MON, or days such as MON-FRI");
            var first = day(text.substring(0, 3));
            var last = text.length() > 3 ? day(text.substring(4)) : Optional.<DayOfWeek>empty();
            for (var day = first.orElseThrow(); ; day = day.plus(1)) {
                if (!days.add(day)) throw item.expected("each day once");
                if (last.isEmpty() || day == last.get()) break;
            }
        }
        return days;
    }

    private static Optional<DayOfWeek> day(String text) {
        for (var day : DayOfWeek.values()) if (day.name().startsWith(text)) return Optional.of(day);
        return Optional.empty();
    }
}
