package tallystick.node.documents;

import java.time.Instant;
import java.util.Optional;

/// By what a node judges, put together once for each state of its documents.
///
/// **Threads** one at a time.
final class Judging {
    private final ReadyPolicies ready = new ReadyPolicies();
    private Optional<Authority.Judges> cached = Optional.empty();
    private Optional<Workspace> cachedFor = Optional.empty();
    private boolean wasBroken;

    Authority authority(Workspace present, Instant now) {
        var awaited = present.awaited(now);
        if (!awaited.isEmpty()) return new Authority.Awaiting(awaited);
        var isBroken = present.glass().values().stream().anyMatch(each -> each.isBroken(now));
        if (cached.isEmpty() || !cachedFor.equals(Optional.of(present)) || isBroken != wasBroken) {
            cached = Optional.of(new Authority.Judges(present.inForce(now, ready)));
            cachedFor = Optional.of(present);
            wasBroken = isBroken;
        }
        return cached.get();
    }

    /// The same, also while something is awaited.
    InForce inForce(Workspace present, Instant now) {
        return authority(present, now) instanceof Authority.Judges(var by) ? by : present.inForce(now, ready);
    }
}
