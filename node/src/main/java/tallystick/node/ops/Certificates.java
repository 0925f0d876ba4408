package tallystick.node.ops;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.crypto.hash.Digest32;
import tallystick.node.log.Refusals;
import tallystick.wire.CertificateListener;

/// When this node's certificate ends and those that nodes of the roster have shown it, and a warning in time.
///
/// **Threads** any.
/// @spec docs/spec/metrics.md#ME-3 metrics
public final class Certificates implements CertificateListener {
    /// How many days before its end a certificate is warned of.
    static final List<Integer> WARN_DAYS = List.of(30, 7, 1);

    private static final Logger LOG = Logger.getLogger(Certificates.class.getName());
    private static final double SECONDS_PER_DAY = 86_400;
    private static final int ENDED = 0;

    private final String self;
    private final Supplier<Roster> rosters;
    private final Refusals refusals;
    private final InstantSource clock;
    private final SortedMap<String, Instant> ends = new TreeMap<>();
    private final Map<String, Warned> warned = new HashMap<>();

    /// What was last said of a certificate.
    private record Warned(Instant ends, int days) {}

    /// @param self this node's name
    /// @param ownEnds when its own certificate does
    /// @param refusals told of certificates that were out of date
    public Certificates(
            Supplier<Roster> rosters, String self, Instant ownEnds, Refusals refusals, InstantSource clock) {
        this.rosters = rosters;
        this.self = self;
        this.refusals = refusals;
        this.clock = clock;
        ends.put(self, ownEnds);
    }

    @Override
    public void seen(Digest32 pin, Instant certificateEnds) {
        rosters.get()
                .pinned(pin)
                .filter(member -> member.role() == Member.Role.NODE)
                .ifPresent(member -> note(member.name(), certificateEnds));
    }

    /// This node shows another certificate.
    public void own(Instant certificateEnds) {
        note(self, certificateEnds);
    }

    private synchronized void note(String name, Instant certificateEnds) {
        ends.put(name, certificateEnds);
    }

    @Override
    public void outOfDate(Digest32 pin) {
        refusals.refused(rosters.get().pinned(pin).map(Member::name).orElse(""), "a certificate out of its dates");
    }

    /// Logs what is due: for each certificate one line at each threshold it has passed, and no line twice.
    ///
    /// @param told hears the same, for the audit log
    public synchronized void warn(Consumer<String> told) {
        var now = clock.instant();
        ends.forEach((name, end) -> {
            var left = Duration.between(now, end);
            if (left.isNegative()) warn(name, end, ENDED, told);
            else
                for (var days : WARN_DAYS.reversed())
                    if (left.compareTo(Duration.ofDays(days)) <= 0) {
                        warn(name, end, days, told);
                        return;
                    }
        });
    }

    private void warn(String name, Instant end, int days, Consumer<String> told) {
        var said = new Warned(end, days);
        if (said.equals(warned.put(name, said))) return;
        var when = days == ENDED ? "has ended" : "ends within %d day%s".formatted(days, days == 1 ? "" : "s");
        LOG.log(
                days > 1 ? Level.WARNING : Level.SEVERE,
                "the certificate of {0} {1}, at {2}: docs/runbook/certificates.md says how to change it",
                new Object[] {name, when, end.toString()});
        told.accept("the certificate of %s %s, at %s".formatted(name, when, end));
    }

    /// Days left of each certificate, with their fraction; below 0 once it has ended.
    synchronized SortedMap<String, Double> daysLeft() {
        var now = clock.instant();
        var days = new TreeMap<String, Double>();
        ends.forEach((name, end) -> days.put(name, Duration.between(now, end).toSeconds() / SECONDS_PER_DAY));
        return days;
    }
}
