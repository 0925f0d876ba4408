package tallystick.control.events;

import java.util.List;

/// What events are called. Whoever waits for one that there is not waits in silence for ever.
public final class EventKinds {
    /// All there are, in the order of their names.
    public static final List<String> ALL = List.of(
            "balance.changed",
            "balance.unexplained",
            "ceremony.active",
            "ceremony.attested",
            "ceremony.begun",
            "ceremony.prepared",
            "freeze.begun",
            "freeze.ended",
            "node.admitted",
            "node.quarantined",
            "node.restored",
            "proposal.active",
            "proposal.answered",
            "proposal.ended",
            "proposal.pledged",
            "proposal.seen",
            "withdrawal.answered",
            "withdrawal.commented",
            "withdrawal.moved");

    private EventKinds() {}
}
