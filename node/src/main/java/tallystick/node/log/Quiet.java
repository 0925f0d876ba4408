package tallystick.node.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Whether something is worth an entry, or was written a moment ago: what happens a thousand times a second must not
/// fill the disk.
///
/// **Threads** any.
final class Quiet {
    private static final int REMEMBERED_MAX = 256;

    private final InstantSource clock;
    private final Duration quiet;
    private final Map<Object, Instant> written = new HashMap<>();

    /// @param quiet for how long the same is no news
    Quiet(InstantSource clock, Duration quiet) {
        this.clock = clock;
        this.quiet = quiet;
    }

    /// Whether it is news; from now on it is none.
    synchronized boolean isNews(Object what) {
        var now = clock.instant();
        // What was written by a clock that has been set back since would be no news for years.
        written.values().removeIf(at -> !now.isBefore(at.plus(quiet)) || now.isBefore(at.minus(quiet)));
        if (written.containsKey(what) || written.size() >= REMEMBERED_MAX) return false;
        written.put(what, now);
        return true;
    }
}
