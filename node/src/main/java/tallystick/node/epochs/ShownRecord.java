package tallystick.node.epochs;

import java.util.Optional;
import tallystick.core.governance.Roster;
import tallystick.core.wire.KeyRecord;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.node.rounds.NodeRoster;

/// A key record that somebody shows, judged by this node's roster.
final class ShownRecord {
    private ShownRecord() {}

    /// Whether it proves the epoch that it tells of.
    ///
    /// @spec docs/spec/node-wire.md#NW-45 node-wire
    static ShownEpoch.Finding judge(KeyRecord shown, Roster roster) {
        return ShownEpoch.of(shown.certificate(), shown.names(), NodeRoster.of(roster, shown.names()));
    }

    /// The epoch, if it is proved.
    static Optional<ShownEpoch> proved(EpochNews.Shows shown, Roster roster) {
        var names = shown.record().names();
        return switch (ShownEpoch.of(shown.certificate(), names, NodeRoster.of(roster, names))) {
            case ShownEpoch.Finding.Proved(var epoch) -> Optional.of(epoch);
            case ShownEpoch.Finding.Unproved _ -> Optional.empty();
        };
    }
}
