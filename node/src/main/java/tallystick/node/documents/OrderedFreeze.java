package tallystick.node.documents;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.hash.Digest32;

/// Freezes that people order.
final class OrderedFreeze {
    private static final int OF_ONE_MAX = 256;

    private OrderedFreeze() {}

    /// What is answered, and what becomes of the documents.
    record Followed(GovernanceReply reply, Step step) {}

    static Followed follow(Workspace present, SignedFreeze signed, Instant now) {
        var order = signed.order();
        var after = present.freezes().with(signed, present.id(), present.people());
        if (after.isEmpty())
            return new Followed(
                    new GovernanceReply.Refused("nobody who may freeze ordered it, or it is of another workspace"),
                    Step.none(present));
        if (after.get().equals(present.freezes())) {
            var how = present.freezes().standing().containsKey(order.id()) ? "frozen" : "was lifted";
            return new Followed(new GovernanceReply.Followed(false, how), Step.none(present));
        }
        if (isTooMuch(present, order)) {
            var why = "%d orders of %s stand: end some of them, or freeze everything with one"
                    .formatted(OF_ONE_MAX, order.by().name());
            return new Followed(new GovernanceReply.Refused(why), Step.none(present));
        }
        var orders = new HashMap<>(present.orders());
        orders.put(order.id(), signed);
        var event = new AuditEvent.Frozen(Phrases.of(order.scope()), order.by().name() + ": " + order.reason());
        return new Followed(
                new GovernanceReply.Followed(true, "frozen"),
                new Step(
                                present.with(after.get(), orders),
                                List.of(Rows.freeze(signed, now)),
                                List.of(event),
                                List.of(new GovernanceNews.Froze(signed)))
                        .then(endsAnew(present.with(after.get(), orders), order.id(), now)));
    }

    /// An end that was proposed before its freeze came counts as seen now.
    ///
    /// **Why** whoever froze, or guessed that it would be, could else have its end wait ready: the delay is there
    /// so that others hear of it while all stands still.
    ///
    /// @spec docs/spec/governance.md#GO-15 governance
    static Step endsAnew(Workspace frozen, Digest32 order, Instant now) {
        var step = Step.none(frozen);
        for (var tracked : frozen.changes().values()) {
            var isItsEnd =
                    tracked.signed().change().proposal() instanceof Proposal.Unfreeze(var ended) && ended.equals(order);
            if (!isItsEnd || tracked.isOver()) continue;
            var anew = tracked.seen(Instant.ofEpochMilli(now.toEpochMilli()));
            step = step.then(new Step(step.next().with(anew), List.of(Rows.change(anew)), List.of(), List.of()));
        }
        return step;
    }

    /// Nobody fills the nodes' disks with orders; one for everything is never too much.
    /// @spec docs/spec/documents.md#ND-10 documents
    private static boolean isTooMuch(Workspace present, FreezeOrder order) {
        var his = present.freezes().standing().values().stream()
                .filter(other -> present.people().isSameHuman(other.by(), order.by()))
                .toList();
        var isFirstOfAll = order.scope() instanceof FreezeScope.Workspace
                && his.stream().noneMatch(other -> other.scope() instanceof FreezeScope.Workspace);
        return his.size() >= OF_ONE_MAX && !isFirstOfAll;
    }
}
