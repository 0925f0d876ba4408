package tallystick.node.epochs;

import java.util.Optional;
import java.util.stream.Stream;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.key.GroupKey;

/// Of which epochs of a key other nodes may have a share by now: of the one in use, of the one of before while that
/// still signs, and of each that an attempt could bring, which may hang for long and be certified at any time.
final class PresentShares {
    private PresentShares() {}

    /// The highest epoch in which `node` may have a share that this node would work with.
    ///
    /// @param self name of this node, which has a part in that epoch, too
    /// @param running whether an attempt at the next epoch is under way, of which nothing is written yet
    static Optional<Integer> highest(EpochRecord record, String self, String node, boolean running) {
        return Stream.concat(certified(record, running), begun(record.change()).map(EpochPart::of))
                .filter(part -> part.has(self) && part.has(node))
                .map(EpochPart::epoch)
                .max(Integer::compare);
    }

    private record EpochPart(GroupKey key, int epoch) {
        static EpochPart of(EpochCandidate candidate) {
            return new EpochPart(candidate.key(), candidate.key().epoch());
        }

        boolean has(String name) {
            return key.tree().party(name).isPresent();
        }
    }

    private static Stream<EpochPart> certified(EpochRecord record, boolean running) {
        var now = record.change().inUse().or(record::builtOn).map(Certificate::key);
        var next = now.filter(_ -> running).map(key -> new EpochPart(key, key.epoch() + 1));
        var before = record.before().stream().map(Certificate::key).map(key -> new EpochPart(key, key.epoch()));
        return Stream.of(now.map(key -> new EpochPart(key, key.epoch())).stream(), next.stream(), before)
                .flatMap(each -> each);
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
