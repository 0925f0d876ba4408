package tallystick.tools.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.governance.Roster;
import tallystick.core.wire.Distrust;
import tallystick.core.wire.NodeStanding;
import tallystick.core.wire.ProtocolVersions;

/// What is looked at node by node.
final class NodeChecks {
    private final Roster roster;
    private final List<Visit> visits;
    private final Set<String> answered;
    private final Set<String> asked;

    /// @param visits to all nodes that were asked
    NodeChecks(Roster roster, List<Visit> visits) {
        this.roster = roster;
        this.visits = List.copyOf(visits);
        this.asked = visits.stream().map(visit -> visit.node().name()).collect(Collectors.toSet());
        this.answered = visits.stream()
                .filter(Visit.Answered.class::isInstance)
                .map(visit -> visit.node().name())
                .collect(Collectors.toSet());
    }

    List<Finding> of(Visit visit) {
        return switch (visit) {
            case Visit.Silent(var node, var why) ->
                List.of(Finding.fail(
                        node.name(),
                        "reachable",
                        Printable.of(why),
                        "start it; if it runs, see whether %s:%d can be reached from here, and its log"
                                .formatted(node.host(), node.port())));
            case Visit.Answered good -> answered(good);
        };
    }

    private List<Finding> answered(Visit.Answered visit) {
        var findings = new ArrayList<Finding>();
        var name = visit.node().name();
        findings.add(Finding.ok(
                name, "reachable", "answers in %d ms".formatted(visit.took().toMillis())));
        findings.add(roster(name, visit));
        findings.add(certificate(
                name, Duration.between(visit.asked(), visit.status().condition().certificateEnds())));
        findings.add(clock(name, visit));
        findings.add(links(name, visit));
        findings.add(protocol(name, visit));
        quarantine(name, visit).ifPresent(findings::add);
        visit.said().distrust().ifPresent(said -> said.refused().forEach(each -> findings.add(refused(name, each))));
        findings.add(
                visit.status().condition().ready()
                        ? Finding.ok(name, "ready", "can sign with every key it holds")
                        : Finding.warn(
                                name,
                                "ready",
                                "cannot sign with every key it holds now",
                                "its /ready says why: mostly a node that is down, or pools that are filled for the"
                                        + " first minute"));
        return findings;
    }

    private Finding roster(String name, Visit.Answered visit) {
        var version = visit.status().rosterVersion();
        return version == roster.version()
                ? Finding.ok(name, "roster", "follows version %d".formatted(version))
                : Finding.fail(
                        name,
                        "roster",
                        "follows version %d, and this one is %d".formatted(version, roster.version()),
                        "bring it the newest signed roster and start it again");
    }

    static Finding certificate(String name, Duration left) {
        var days = left.toDays();
        var remedy = "./tallystick identity renew, as docs/runbook/certificates.md says";
        if (left.isNegative()) return Finding.fail(name, "certificate", "has ended", remedy);
        var what = "ends in %d days".formatted(days);
        if (left.compareTo(Limits.CERTIFICATE_FAIL) <= 0)
            return Finding.fail(name, "certificate", "ends in %d hours".formatted(left.toHours()), remedy);
        return left.compareTo(Limits.CERTIFICATE_WARN) <= 0
                ? Finding.warn(name, "certificate", what, remedy)
                : Finding.ok(name, "certificate", what);
    }

    /// What the answer took could hide half of itself: only what is certain is held against the clock.
    private static Finding clock(String name, Visit.Answered visit) {
        var ahead = visit.clockAhead();
        var certain = ahead.abs().minus(visit.took().dividedBy(2));
        var what = "%d ms %s this machine's clock"
                .formatted(ahead.abs().toMillis(), ahead.isNegative() ? "behind" : "ahead of");
        var remedy = "see that NTP runs there, and here";
        if (certain.compareTo(Limits.CLOCK_FAIL) > 0) return Finding.fail(name, "clock", what, remedy);
        return certain.compareTo(Limits.CLOCK_WARN) > 0
                ? Finding.warn(name, "clock", what, remedy)
                : Finding.ok(name, "clock", what);
    }

    /// Who says nothing of versions is of a program before them.
    private Finding protocol(String name, Visit.Answered visit) {
        var standing = visit.status().standing();
        var speaks = speaks(visit);
        var apart = standing.map(NodeStanding::apart).orElse(List.of());
        if (apart.isEmpty()) return Finding.ok(name, "protocol", "speaks versions " + speaks.text());
        var older = apart.stream()
                .map(other -> visits.stream()
                                .filter(Visit.Answered.class::isInstance)
                                .map(Visit.Answered.class::cast)
                                .filter(each -> each.node().name().equals(other))
                                .findFirst()
                                .filter(each -> speaks(each).highest() > speaks.highest())
                                .isPresent()
                        ? name
                        : other)
                .distinct()
                .map(Printable::of)
                .collect(Collectors.joining(", "));
        return Finding.fail(
                name,
                "protocol",
                "no version in common with %s; it speaks %s"
                        .formatted(Printable.of(String.join(", ", apart)), speaks.text()),
                "upgrade " + older);
    }

    private static ProtocolVersions speaks(Visit.Answered visit) {
        return visit.status().standing().map(NodeStanding::speaks).orElse(ProtocolVersions.UNSAID);
    }

    private static Optional<Finding> quarantine(String name, Visit.Answered visit) {
        var nodes = visit.status().standing().map(NodeStanding::quarantined).orElse(List.of());
        return nodes.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.warn(
                        name,
                        "quarantine",
                        "does not work with the present shares of " + Printable.of(String.join(", ", nodes)),
                        "./tallystick ceremony refresh --because incident, or ./tallystick node lift"));
    }

    private static Finding refused(String name, Distrust.Refused refused) {
        return refused.node().equals(name)
                ? Finding.fail(
                        name,
                        "log",
                        "its own log was set back: " + Printable.of(refused.why()),
                        "bring back its newest directory; if that is lost, docs/runbook/restore.md")
                : Finding.fail(
                        name,
                        "log",
                        "refuses %s: %s".formatted(Printable.of(refused.node()), Printable.of(refused.why())),
                        "stop every copy of it; once one is left that is to go on: ./tallystick node clear");
    }

    private Finding links(String name, Visit.Answered visit) {
        var missing = new HashSet<>(asked);
        missing.remove(name);
        visit.status().linked().forEach(missing::remove);
        var sorted = missing.stream().sorted().collect(Collectors.joining(", "));
        if (missing.isEmpty())
            return Finding.ok(name, "links", "linked to %d of %d".formatted(asked.size() - 1, asked.size() - 1));
        var what = "no link to " + sorted;
        return missing.stream().anyMatch(answered::contains)
                ? Finding.fail(
                        name,
                        "links",
                        what,
                        "see whether the two reach each other's host and port, and whether a log says that one refuses"
                                + " the other")
                : Finding.warn(name, "links", what, "start what is down");
    }
}
