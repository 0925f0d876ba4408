package tallystick.node.boot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.wire.NodeStanding;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.GroupKey;
import tallystick.node.documents.Documents;
import tallystick.node.documents.Guarded;
import tallystick.node.quarantine.Quarantines;
import tallystick.node.refresh.Refreshes;
import tallystick.node.standing.Renewal;

/// What is looked after besides signing: certificates and rosters that change, shares that are due to be made anew,
/// shares that are out of use, and governed documents.
record Care(RefreshWorld.Parts parts, Refreshes refreshes, Renewal renewal, Documents documents) {
    Quarantines quarantines() {
        return parts.quarantines();
    }

    List<NodeStanding.RefreshDue> due() {
        return refreshes.due();
    }

    /// Why this node does not sign with a key together with a node, which may be itself.
    Optional<String> whyNot(GroupKey key, String name) {
        var distrust = parts.records().whyNot(name);
        if (distrust.isPresent()) return distrust;
        return quarantines().whyNot(key.id(), key.epoch(), name);
    }

    QuarantineReply follow(String caller, QuarantineOrder order) {
        return quarantines().follow(caller, order, this::present);
    }

    private Map<Digest32, Integer> present(String node) {
        return parts.epochs().presentShares(node, parts.ceremonies().running());
    }

    /// Done about every second.
    void tick() {
        renewal.look();
        quarantines().settle(parts.epochs()::earliestEpoch);
        refreshes.tick();
        if (!Guarded.run("the watch over documents", documents::tick))
            parts.records().alarms().ring("faults", "the watch over documents failed, and nothing was done");
    }
}
