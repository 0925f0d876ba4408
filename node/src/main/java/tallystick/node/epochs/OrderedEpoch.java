package tallystick.node.epochs;

import java.util.Collection;
import java.util.List;
import tallystick.core.governance.Member;
import tallystick.core.wire.CeremonyOrder;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.key.GroupKey;

/// Whether an epoch that is ordered may be begun, by what this node has written of the key's epochs.
final class OrderedEpoch {
    private OrderedEpoch() {}

    /// Before anything is said. Of an order that builds on an epoch that is not in use here the attempt says nothing.
    ///
    /// @param owners names of those who would own it
    /// @throws CeremonyStopped if it or a later attempt was ordered before, it is too far from what was, or too
    /// many epochs go on
    /// @spec docs/spec/node-wire.md#NW-49 node-wire
    static void check(EpochRecord record, GroupKey base, int attempt, Member.Role by, Collection<String> owners)
            throws CeremonyStopped {
        checkRoom(record, owners);
        if (base.epoch() != record.change().activeEpoch()) return;
        if (attempt <= record.attempt())
            throw new CeremonyStopped("attempt %d was ordered before: order attempt %d, by --attempt if need be"
                    .formatted(attempt, record.attempt() + 1));
        var step = by == Member.Role.NODE ? CeremonyOrder.NODE_STEP_MAX : CeremonyOrder.OPERATOR_STEP_MAX;
        if (attempt - record.attempt() > step)
            throw new CeremonyStopped("attempt %d is more than %d above attempt %d, the last ordered here"
                    .formatted(attempt, step, record.attempt()));
    }

    /// Once the run on an epoch that is not in use here has brought forth shares.
    ///
    /// @throws CeremonyStopped if the epoch is not the last by now, or too many go on
    static void checkBuiltOn(EpochRecord record, GroupKey base) throws CeremonyStopped {
        var active = record.change().activeEpoch();
        if (base.epoch() < active
                || base.epoch() == active && record.change().inUse().isPresent())
            throw new CeremonyStopped(
                    "the order builds on epoch %d, by now epoch %d is known here".formatted(base.epoch(), active));
        checkRoom(record, List.of());
    }

    /// With the names of the run that is about to be begun.
    ///
    /// @throws CeremonyStopped if too many runs are kept
    static EpochRecord named(EpochRecord record, EpochAttempt about, List<String> names) throws CeremonyStopped {
        return record.with(about.attempt(), about.session(), names)
                .orElseThrow(() -> new CeremonyStopped(
                        "%d attempts from epoch %d were prepared here and came to nothing: no more are kept"
                                .formatted(EpochRecord.RUNS_MAX, about.baseEpoch())));
    }

    private static void checkRoom(EpochRecord record, Collection<String> owners) throws CeremonyStopped {
        var full = record.whyFull(owners);
        if (full.isPresent()) throw new CeremonyStopped(full.get());
    }
}
