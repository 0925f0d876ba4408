package tallystick.node.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tallystick.crypto.hash.Digest32;

/// How often the shares of each key are made anew, as this node is set.
///
/// @param standard of keys that are not named; empty if they are not refreshed by themselves
/// @param named by the first digits of the key's id, at least 8
public record RefreshSettings(Optional<Duration> standard, Map<String, Optional<Duration>> named) {
    /// Every thirty days.
    public static final RefreshSettings MONTHLY = new RefreshSettings(Optional.of(Duration.ofDays(30)), Map.of());

    /// The shortest period of a node that is not on trial.
    public static final Duration PERIOD_MIN = Duration.ofHours(1);

    private static final Duration PERIOD_MAX = Duration.ofDays(3660);
    private static final Pattern PERIOD = Pattern.compile("([1-9][0-9]{0,5})([dhms])");
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{8,64}");
    private static final String NEVER = "never";
    /// A refresh that is due is an alarm once this part of its period has gone by again.
    private static final int GRACE_PARTS = 6;

    /// @throws IllegalArgumentException if a key is not named by 8 to 64 digits: the caller's fault
    public RefreshSettings {
        named = Map.copyOf(named);
        for (var prefix : named.keySet())
            if (!PREFIX.matcher(prefix).matches())
                throw new IllegalArgumentException("a key is named by 8 to 64 lower-case hex digits of its id");
    }

    /// With the period of one key.
    public RefreshSettings with(String prefix, Optional<Duration> period) {
        var more = new TreeMap<>(named);
        more.put(prefix, period);
        return new RefreshSettings(standard, more);
    }

    /// Reads `30d`, `12h`, `45m`, `20s` or `never`.
    ///
    /// @return empty if it is none of these
    public static Optional<Optional<Duration>> period(String text) {
        if (text.equals(NEVER)) return Optional.of(Optional.empty());
        var matcher = PERIOD.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        var number = Long.parseLong(matcher.group(1));
        var period =
                switch (matcher.group(2)) {
                    case "d" -> Duration.ofDays(number);
                    case "h" -> Duration.ofHours(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofSeconds(number);
                };
        return period.compareTo(PERIOD_MAX) > 0 ? Optional.empty() : Optional.of(Optional.of(period));
    }

    /// How often that key is refreshed; by the longest name that fits.
    public Optional<Duration> periodOf(Digest32 key) {
        var id = key.toString();
        return named.entrySet().stream()
                .filter(each -> id.startsWith(each.getKey()))
                .max(java.util.Comparator.comparingInt(each -> each.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(standard);
    }

    /// From when on a refresh is due, of an epoch that is active since `since`.
    public Optional<Instant> dueAt(Digest32 key, Instant since) {
        return periodOf(key).map(since::plus);
    }

    /// From when on that is an alarm.
    public Optional<Instant> overdueAt(Digest32 key, Instant since) {
        return periodOf(key).map(period -> since.plus(period).plus(period.dividedBy(GRACE_PARTS)));
    }

    /// From when on this node lets another order one.
    Optional<Instant> allowedFrom(Digest32 key, Instant since) {
        return periodOf(key).map(period -> since.plus(period.dividedBy(2)));
    }
}
