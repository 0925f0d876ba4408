package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Standing;
import tallystick.core.governance.SignedFreeze;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.Governed;
import tallystick.tools.pack.LogWalk;

/// The freezes that one node knew of: from when its log tells of one, or a ruling had it, until people end it.
///
/// **Why** what is frozen is part of what a node says it held: one that leaves an order out would sign on.
///
/// **Threads** one.
final class PackFreezes {
    /// What a node writes down of an order, and its entry, are of one moment.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Governed governed;
    private final Report report;
    private final PackCouncil council;
    private final Set<Digest32> told = new HashSet<>();
    private final Map<Digest32, Instant> frozen = new HashMap<>();
    private final List<Told> missing = new ArrayList<>();
    private Instant last = Instant.MIN;
    private boolean isStopped;

    private record Told(long index, String subject, Instant at) {}

    /// @param council who says what ended a freeze
    PackFreezes(Governed governed, PackCouncil council, Report report) {
        this.governed = governed;
        this.council = council;
        this.report = report;
        // What it keeps holds also where no entry tells of it.
        for (var signed : governed.freezes())
            Optional.ofNullable(governed.seen().get(signed.order().id()))
                    .ifPresent(at -> frozen.put(signed.order().id(), at));
    }

    /// The next entry of this node's log.
    /// @spec docs/spec/evidence-pack.md#EP-29 evidence-pack
    /// @spec docs/spec/evidence-pack.md#EP-38 evidence-pack
    void saw(LogWalk.Found found) {
        switch (found.entry().event()) {
            case AuditEvent.Frozen(var subject, var _) -> frozen(found, subject);
            case AuditEvent.NodeStopped _ -> isStopped = true;
            case AuditEvent.NodeStarted _ -> {
                if (!isStopped) crashed();
                isStopped = false;
            }
            case AuditEvent.GenesisTaken _ -> anew(found);
            default -> {}
        }
        last = found.entry().at();
    }

    private void frozen(LogWalk.Found found, String subject) {
        var at = found.entry().at();
        var orders = governed.freezes().stream()
                .map(SignedFreeze::order)
                .filter(order -> order.scope().words().equals(subject))
                .filter(order -> Optional.ofNullable(governed.seen().get(order.id()))
                        .filter(seen -> Duration.between(seen, at).abs().compareTo(SLACK) <= 0)
                        .isPresent())
                .toList();
        if (orders.isEmpty()) missing.add(new Told(found.index(), subject, at));
        for (var order : orders) {
            told.add(order.id());
            frozen.putIfAbsent(order.id(), at);
        }
    }

    /// The log is written before the ledger: what a node was told right before it died may be in the log alone. What it
    /// keeps holds from when it kept it.
    private void crashed() {
        var since = last.equals(Instant.MIN) ? last : last.minus(SLACK);
        if (missing.removeIf(each -> !each.at().isBefore(since)))
            report.note(
                    "freezes",
                    "%s ended without stopping right after it told of a freeze, at %s: it may have kept it only later"
                            .formatted(governed.node(), last));
    }

    /// Whose ledger was lost hears of freezes again, and what it keeps is from before.
    private void anew(LogWalk.Found found) {
        var at = found.entry().at();
        var isForgotten =
                frozen.entrySet().removeIf(each -> each.getValue().isBefore(at) && !told.contains(each.getKey()));
        if (isForgotten)
            report.note(
                    "freezes",
                    "%s took its genesis at %s: freezes of before are held against it from when it tells again"
                            .formatted(governed.node(), at));
    }

    /// What was frozen stays so until people said otherwise.
    Optional<String> wrong(Standing standing, Instant now) {
        var held = standing.freezes();
        for (var order : held.lifted())
            if (!council.isEnded(order, now)) return Optional.of("nobody ended the freeze " + order);
        for (var order : frozen.entrySet())
            if (!held.standing().containsKey(order.getKey())
                    && !held.lifted().contains(order.getKey())
                    && order.getValue().plus(SLACK).isBefore(now))
                return Optional.of("it forgot the freeze " + order.getKey());
        held.standing().keySet().forEach(order -> frozen.putIfAbsent(order, now));
        held.lifted().forEach(frozen::remove);
        return Optional.empty();
    }

    /// Which order of before stops what this node signs with these at that moment: it asks for orders again before
    /// each message that it sends.
    /// @spec docs/spec/evidence-pack.md#EP-45 evidence-pack
    Optional<String> stopped(PackLate until, List<String> signers, Instant at) {
        return governed.freezes().stream()
                .map(SignedFreeze::order)
                .filter(order -> Optional.ofNullable(frozen.get(order.id()))
                        .filter(since -> since.plus(PackLate.RUN_MAX).isBefore(at))
                        .isPresent())
                .filter(order -> until.isStoppedBy(order, governed.node(), signers))
                .filter(order -> !council.isEnded(order.id(), at))
                .findFirst()
                .map(order -> "the freeze %s of %s had stopped it"
                        .formatted(order.id(), order.scope().words()));
    }

    /// That was all of the log.
    void ended() {
        for (var each : missing)
            report.wrong(
                    "freezes",
                    "entry %d of %s tells that %s was frozen, and it keeps no such order of that moment"
                            .formatted(each.index(), governed.node(), each.subject()));
        for (var signed : governed.freezes())
            if (!told.contains(signed.order().id()))
                report.note(
                        "freezes",
                        "%s keeps the order %s to freeze %s, and no entry in the pack tells of it"
                                .formatted(
                                        governed.node(),
                                        signed.order().id(),
                                        signed.order().scope().words()));
    }
}
