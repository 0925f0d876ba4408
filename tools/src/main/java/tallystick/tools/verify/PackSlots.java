package tallystick.tools.verify;

import java.time.Instant;
import java.util.Optional;
import tallystick.core.court.Case;
import tallystick.core.intent.IntentId;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Lifting;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Slot;
import tallystick.tools.pack.LogWalk;
import tallystick.tools.pack.PackMemory;

/// What takes the place on its chain of something that the node signed before must have been ruled on as that.
///
/// **Why** whether a request replaces one is asked of the node's own disk, and rules go by it.
///
/// **Threads** one. Remembers of so many requests at most that memory stays bounded.
final class PackSlots {
    private final PackMemory<IntentId, Asked> allowed = new PackMemory<>();
    private final PackMemory<Slot, Taken> taken = new PackMemory<>();
    private final Report report;

    private record Asked(Slot slot, boolean isReplacement, Instant now) {}

    private record Taken(IntentId by, Instant at) {}

    PackSlots(Report report) {
        this.report = report;
    }

    /// Which place a request takes, if it takes one.
    static Optional<Slot> of(Case asked) {
        var intent = asked.evidence().intent();
        var named = new Matter.Asked(
                intent.id(),
                asked.source(),
                Initiator.of(new PersonId("s:pack"), AuthStrength.API_KEY),
                intent.digests(),
                asked.isReplacement(),
                asked.seenAt());
        return Lifting.of(named, asked.transaction(), asked.signer(), asked.knowledge())
                .slot();
    }

    /// It allowed a request that takes this place.
    void allowed(String node, IntentId intent, Slot slot, boolean isReplacement, Instant now) {
        allowed.put(node, intent, new Asked(slot, isReplacement, now));
    }

    /// It agreed to sign.
    /// @spec docs/spec/evidence-pack.md#EP-42 evidence-pack
    void agreed(LogWalk.Found found, IntentId intent) {
        var asked = allowed.of(found.node(), intent);
        asked.filter(each -> !each.isReplacement())
                .flatMap(each -> taken.of(found.node(), each.slot()))
                .filter(before -> !before.by().equals(intent)
                        && before.at().isBefore(asked.get().now()))
                .ifPresent(before -> report.wrong(
                        "rulings",
                        "entry %d of %s: intent %s takes the place of %s, which it had signed, and was not ruled on so"
                                .formatted(found.index(), found.node(), intent, before.by())));
    }

    /// It signed.
    void signed(String node, IntentId intent, Instant at) {
        allowed.of(node, intent).ifPresent(each -> taken.putFirst(node, each.slot(), new Taken(intent, at)));
    }
}
