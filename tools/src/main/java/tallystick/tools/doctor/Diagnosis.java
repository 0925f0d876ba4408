package tallystick.tools.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.core.governance.Roster;

/// What was found of a fleet.
///
/// @param findings in the order in which they are to be read
public record Diagnosis(List<Finding> findings) {
    /// Copies.
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /// Who asks.
    ///
    /// @param certificateEnds when its own does
    public record Asker(String name, Instant certificateEnds) {}

    /// Judges.
    ///
    /// @param roster that all nodes are to follow
    /// @param asker who asks, and until when its own certificate lasts
    /// @param visits to all nodes that are to run
    public static Diagnosis of(Roster roster, Asker asker, List<Visit> visits, Limits limits, Instant now) {
        var findings = new ArrayList<Finding>();
        findings.add(NodeChecks.certificate(asker.name(), Duration.between(now, asker.certificateEnds())));
        var checks = new NodeChecks(roster, visits);
        visits.forEach(visit -> findings.addAll(checks.of(visit)));
        var answered = visits.stream()
                .filter(Visit.Answered.class::isInstance)
                .map(Visit.Answered.class::cast)
                .toList();
        if (!answered.isEmpty()) findings.add(versions(answered));
        findings.addAll(PolicyChecks.of(answered));
        findings.addAll(new KeyChecks(answered, limits, now).all());
        return new Diagnosis(findings);
    }

    /// One name for two builds is worse than two names: somebody's program is not what it says.
    private static Finding versions(List<Visit.Answered> answered) {
        var builds = new TreeMap<String, List<String>>();
        for (var visit : answered) {
            var status = visit.status();
            var build = status.condition().build().toString().substring(0, 16);
            builds.computeIfAbsent(
                            "%s (build %s)".formatted(Printable.of(status.software()), build), _ -> new ArrayList<>())
                    .add(visit.node().name());
        }
        if (builds.size() == 1) return Finding.ok("all", "versions", "all run " + builds.firstKey());
        var what = builds.entrySet().stream()
                .map(entry -> "%s: %s".formatted(entry.getKey(), String.join(", ", entry.getValue())))
                .collect(Collectors.joining("; "));
        var names = answered.stream().map(visit -> visit.status().software()).distinct();
        return names.count() == 1
                ? Finding.fail(
                        "all",
                        "versions",
                        "one version and different builds: " + what,
                        "install the same file everywhere")
                : Finding.warn("all", "versions", what, "finish the upgrade");
    }

    /// Whether nothing failed.
    public boolean holds() {
        return count(Finding.Level.FAIL) == 0;
    }

    /// How many findings are so bad.
    public long count(Finding.Level level) {
        return findings.stream().filter(each -> each.level() == level).count();
    }
}
