package tallystick.control.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;
import tallystick.control.access.Network;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;

/// How many requests one key may send, and how many that no key signed may come from one address: buckets that fill
/// again.
///
/// **Why** each replica by itself: what is protected is the replica, and a count that all share would cost more than
/// most requests do.
///
/// **Threads** any.
@Component
final class Paces {
    /// How many of a key at once, and how many a second for ever.
    static final Pace OF_A_KEY = new Pace(400, 100);
    /// The same of refused ones from one address.
    static final Pace OF_STRANGERS = new Pace(400, 10);

    private static final int NAMES_MAX = 10_000;
    private static final long ONE = 1000;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Paces(InstantSource clock) {
        this.clock = clock;
    }

    /// @param burst how many at once
    /// @param perSecond how many for ever
    record Pace(int burst, int perSecond) {}

    /// Counts a request of a key.
    ///
    /// @throws Problem if there were too many
    void key(String key) {
        if (!bucket("key " + key, OF_A_KEY).take(clock.instant(), 1))
            throw Problem.of(
                    Code.CROWDED,
                    "more than %d requests a second of this key: wait a second".formatted(OF_A_KEY.perSecond()));
    }

    /// Lets a request from an address be looked at.
    ///
    /// @throws Problem if too many from there were refused
    void address(String remote) {
        if (!bucket("from " + Network.of(remote), OF_STRANGERS).take(clock.instant(), 0))
            throw Problem.of(Code.CROWDED, "too many requests from this address that no key signed: wait a second");
    }

    /// Counts one that no key signed.
    void refused(String remote) {
        var _ = bucket("from " + Network.of(remote), OF_STRANGERS).take(clock.instant(), 1);
    }

    private Bucket bucket(String name, Pace pace) {
        if (buckets.size() > NAMES_MAX) {
            var old = clock.instant().minus(IDLE);
            buckets.values().removeIf(each -> each.isIdleSince(old));
        }
        return buckets.computeIfAbsent(name, _ -> new Bucket(pace, clock.instant()));
    }

    /// What is left, in thousandths of a request.
    private static final class Bucket {
        private final Pace pace;
        private long left;
        private Instant at;

        Bucket(Pace pace, Instant now) {
            this.pace = pace;
            this.left = ONE * pace.burst();
            this.at = now;
        }

        /// Whether one is left; then `count` are taken.
        synchronized boolean take(Instant now, int count) {
            var passed = Math.clamp(Duration.between(at, now).toMillis(), 0, IDLE.toMillis());
            left = Math.min(ONE * pace.burst(), left + passed * pace.perSecond());
            at = now;
            if (left < ONE) return false;
            left -= ONE * count;
            return true;
        }

        synchronized boolean isIdleSince(Instant moment) {
            return at.isBefore(moment);
        }
    }
}
