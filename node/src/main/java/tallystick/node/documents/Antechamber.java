package tallystick.node.documents;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.SignedChange;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.hash.Digest32;
import tallystick.node.room.Room;

/// Where is found what changes hang on, before anybody waits for the documents.
///
/// **Why** what a change makes possible or takes away takes seconds to find, and one signed change can be brought many
/// times at once: what is known is found by nobody again, and of each human one thing is looked for at a time.
///
/// **Threads** any that do not hold the documents.
final class Antechamber {
    /// What two big policies take is as much memory as a small node has to spare.
    private static final int TOGETHER_MAX = 2;

    private final Room room = new Room(TOGETHER_MAX);
    private final Weighed policies;

    /// How changes stand now; nothing without a workspace.
    @FunctionalInterface
    interface Present {
        /// @param policies what is known of them
        Optional<Changes> by(Weighed policies);
    }

    /// A change that was looked at.
    ///
    /// @param asOf when
    /// @param standing as [Changes#weigh] says
    record Looked(Instant asOf, Optional<Changes.Standing> standing) {}

    Antechamber(Weighed policies) {
        this.policies = policies;
    }

    /// Finds what a ruling on a change hangs on.
    ///
    /// @return nothing without a workspace
    /// @spec docs/spec/documents.md#ND-12 documents
    Optional<Looked> look(SignedChange signed, Present present) {
        var recalling = policies.recalling();
        var known = present.by(recalling);
        var looked = known.map(changes -> looked(changes, signed));
        if (!recalling.isLacking()) return looked;
        var whose = known.orElseThrow().whose(signed);
        return room.in(whose, () -> present.by(policies).map(changes -> looked(changes, signed)));
    }

    /// Finds what an answer to a genesis hangs on, if it is one that is brought.
    /// @spec docs/spec/documents.md#ND-12 documents
    void look(GovernanceOrder order, Supplier<Founding> present) {
        if (order instanceof GovernanceOrder.SignGenesis(var genesis)) look(genesis, present);
        if (order instanceof GovernanceOrder.TakeGenesis(var signed)) look(signed.genesis(), present);
    }

    private void look(Genesis genesis, Supplier<Founding> present) {
        room.next(() -> present.get().whyNot(genesis));
    }

    /// Which changes may not stay as they are: each is looked at by itself, so that others have a place in between.
    List<Digest32> due(Changes changes) {
        return changes.workspace().changes().keySet().stream()
                .filter(id -> isDue(changes, id))
                .toList();
    }

    private boolean isDue(Changes changes, Digest32 id) {
        var recalling = policies.recalling();
        var isDue = changes.by(recalling).isDue(id);
        return recalling.isLacking() ? room.next(() -> changes.isDue(id)) : isDue;
    }

    private static Looked looked(Changes changes, SignedChange signed) {
        return new Looked(changes.now(), changes.weigh(signed));
    }

    /// What is shown to anybody who asks: where something has to be found for it, one at a time finds it.
    GovernanceStanding shown(Function<Weighed, GovernanceStanding> show) {
        var recalling = policies.recalling();
        var shown = show.apply(recalling);
        return recalling.isLacking() ? room.next(() -> show.apply(policies)) : shown;
    }
}
