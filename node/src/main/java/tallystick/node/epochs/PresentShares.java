package tallystick.node.epochs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.key.GroupKey;

/// Of which epochs of a key other nodes may have a share by now: of the one in use, of the one of before while that
/// still signs, and of each that an attempt could bring, which is under way or may hang for long and be certified at
/// any time.
final class PresentShares {
    private PresentShares() {}

    /// The highest epoch in which `node` may have a share that this node would work with.
    ///
    /// @param self name of this node, which has a part in that epoch, too
    static Optional<Integer> highest(EpochRecord record, String self, String node) {
        return Stream.concat(certified(record), begun(record.change()).map(EpochPart::of))
                .filter(part -> part.has(self) && part.has(node))
                .map(EpochPart::epoch)
                .max(Integer::compare);
    }

    /// The epoch that a ceremony under way could bring of a key that there is, if a node and this one would have a part
    /// in it, or have one in what it builds on.
    static Optional<Integer> coming(CeremonyPlan plan, String self, String node) {
        var both = List.of(self, node);
        return plan.base()
                .filter(base -> isOf(both, base.tree()) || isOf(both, plan.tree()))
                .map(base -> base.epoch() + 1);
    }

    private static boolean isOf(List<String> names, QuorumTree tree) {
        return names.stream().allMatch(name -> tree.party(name).isPresent());
    }

    private record EpochPart(GroupKey key, int epoch) {
        static EpochPart of(EpochCandidate candidate) {
            return new EpochPart(candidate.key(), candidate.key().epoch());
        }

        boolean has(String name) {
            return key.tree().party(name).isPresent();
        }
    }

    private static Stream<EpochPart> certified(EpochRecord record) {
        var now = record.change().inUse().or(record::builtOn);
        return Stream.concat(now.stream(), record.before().stream())
                .map(Certificate::key)
                .map(key -> new EpochPart(key, key.epoch()));
    }

    private static Stream<EpochCandidate> begun(EpochChange change) {
        return switch (change) {
            case EpochChange.Pending pending ->
                Stream.concat(Stream.of(pending.candidate()), pending.earlier().stream());
            case EpochChange.Prepared prepared ->
                Stream.concat(Stream.of(prepared.candidate()), prepared.earlier().stream());
            case EpochChange.Idle _, EpochChange.Active _, EpochChange.OldErased _ -> Stream.empty();
        };
    }
}
