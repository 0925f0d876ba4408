package tallystick.node.epochs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.session.PartyId;
import tallystick.node.rounds.Self;

/// Where a node stands that lost its disk and has a share again: in the epoch of a certificate that the others showed.
///
/// **Why** it does not know any more what it promised of the next epoch. So it counts every attempt that the others
/// were ordered to make as denied: it prepares none of them again. How many those are is their word alone, bounded
/// and signed by nobody; too low a number hides a promise, so the key is refreshed before it is reshared.
///
/// @param certificate verified: all its participants signed it, this node among them
/// @param record what the store keeps under `epochs`
public record RestoredEpoch(Certificate certificate, Bytes record) {
    /// Beyond it an operator could order next to none. Nobody signs how many attempts there were, and others may have
    /// noted any number below: if this node refused one that they were ordered, its share could not come back.
    static final int ATTEMPT_MAX = CeremonyOrder.ATTEMPT_MAX - CeremonyOrder.OPERATOR_STEP_MAX;

    /// What became of the others' word.
    public sealed interface Finding {
        /// It holds.
        record Good(RestoredEpoch epoch) implements Finding {}

        /// It does not.
        ///
        /// @param why a lower-case phrase
        record Bad(String why) implements Finding {}
    }

    /// Judges what the other nodes show of a key.
    ///
    /// @spec docs/spec/share-backup.md#SB-7 share-backup
    public static Finding of(KeyRecord shown, Self self) {
        return switch (ShownRecord.judge(shown, self.roster())) {
            case ShownEpoch.Finding.Proved(var epoch) -> of(epoch, shown.attempt(), self);
            case ShownEpoch.Finding.Unproved(var why) -> new Finding.Bad("it proves no epoch by this roster: " + why);
        };
    }

    private static Finding of(ShownEpoch epoch, int attempt, Self self) {
        var certificate = epoch.certificate();
        var names = epoch.makers();
        if (certificate.key().tree().party(self.name()).isEmpty())
            return new Finding.Bad("the key's tree has no leaf of node " + self.name());
        if (attempt > ATTEMPT_MAX)
            return new Finding.Bad(
                    "it tells of attempt %d, after which there are next to none: take another node's record"
                            .formatted(attempt));
        return new Finding.Good(new RestoredEpoch(certificate, record(certificate, names, attempt, self)));
    }

    private static Bytes record(Certificate certificate, List<String> names, int attempt, Self self) {
        var number = new PartyId(names.indexOf(self.name()) + 1);
        var active = new EpochChange.Active(certificate, number, new TreeMap<>(), attempt);
        var change = active.confirm(self.signer()) instanceof EpochMove.Moved(var next, var _) ? next : active;
        return new EpochRecord(attempt, Map.of(certificate.about().session(), names), change).encode();
    }
}
