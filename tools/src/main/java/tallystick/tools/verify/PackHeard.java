package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.FreezeOrder;
import tallystick.tools.pack.Governed;
import tallystick.tools.pack.LogWalk;

/// Orders to freeze that one node says to have heard of long after another.
///
/// **Why** when an order came is the word of whom it stops: who signs on and writes the order down afterwards has a log
/// that fits. Only the others' moments tell of it.
///
/// **Threads** one.
final class PackHeard {
    /// Whoever gives an order brings it to all nodes, one after the other; clocks differ.
    private static final Duration AT_ONCE = Duration.ofMinutes(10);

    private final Report report;
    private final Map<String, List<Late>> late = new TreeMap<>();

    /// An order that a node heard of late.
    private static final class Late {
        private final FreezeOrder order;
        private final String first;
        private final Instant from;
        private final Instant until;
        private long receipts;

        Late(FreezeOrder order, String first, Instant from, Instant until) {
            this.order = order;
            this.first = first;
            this.from = from;
            this.until = until;
        }
    }

    /// @param all what each node keeps
    PackHeard(Collection<Governed> all, Report report) {
        this.report = report;
        var first = new HashMap<FreezeOrder, Governed>();
        for (var governed : all)
            for (var signed : governed.freezes())
                if (governed.seen().containsKey(signed.order().id()))
                    first.merge(
                            signed.order(),
                            governed,
                            (before, now) -> isEarlier(now, before, signed.order()) ? now : before);
        for (var governed : all) for (var signed : governed.freezes()) late(governed, signed.order(), first);
    }

    private static boolean isEarlier(Governed one, Governed other, FreezeOrder order) {
        return at(one, order).isBefore(at(other, order));
    }

    private static Instant at(Governed governed, FreezeOrder order) {
        return governed.seen().getOrDefault(order.id(), Instant.MAX);
    }

    private void late(Governed governed, FreezeOrder order, Map<FreezeOrder, Governed> first) {
        var until = at(governed, order);
        var by = first.get(order);
        if (by == null || !at(by, order).plus(AT_ONCE).isBefore(until)) return;
        late.computeIfAbsent(governed.node(), _ -> new ArrayList<>())
                .add(new Late(order, by.node(), at(by, order), until));
    }

    /// The next entry of any log.
    /// @spec docs/spec/evidence-pack.md#EP-48 evidence-pack
    void saw(LogWalk.Found found) {
        if (!(found.entry().event() instanceof AuditEvent.Signed)) return;
        var at = found.entry().at();
        for (var each : late.getOrDefault(found.node(), List.of()))
            if (at.isAfter(each.from) && at.isBefore(each.until)) each.receipts++;
    }

    /// That was all of the logs.
    void ended() {
        late.forEach((node, all) -> all.forEach(each -> report.note(
                "late orders",
                "%s heard at %s of the order %s by %s, to freeze %s, and %s at %s: %d receipts of %s are of between"
                        .formatted(
                                each.first,
                                each.from,
                                each.order.id(),
                                each.order.by().name(),
                                each.order.scope().words(),
                                node,
                                each.until,
                                each.receipts,
                                node))));
    }
}
