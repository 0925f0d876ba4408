package tallystick.core.court;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.approval.Voices;
import tallystick.core.facts.Facts;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;
import tallystick.crypto.hash.Digest32;

/// Whether a policy that came before the one in force asked for as much of this very matter.
///
/// **Why** who agreed under it agreed to no less than is asked now; whose agreement would mean more now than it did
/// then is asked anew.
///
/// **Threads** one.
final class AskedBefore {
    private final Plea plea;
    private final List<Level> levels;
    private final Standing standing;
    private final Facts facts;
    private final Instant now;
    /// By what people were asked by: however many answers are brought, the matter is judged once by each policy.
    private final Map<Digest32, Optional<Obligations>> asked = new HashMap<>();

    /// @param levels the policies in force that hold the source, from the organisation inwards
    AskedBefore(Plea plea, List<Level> levels, Standing standing, Facts facts, Instant now) {
        this.plea = plea;
        this.levels = levels;
        this.standing = standing;
        this.facts = facts;
        this.now = now;
    }

    /// Only the organisation's own policy may be an older one: those of places inside are as they are now.
    ///
    /// @param seen what an approver says to have been asked by
    /// @spec docs/spec/court.md#CO-13 court
    boolean asMuch(Digest32 seen) {
        if (levels.isEmpty()) return false;
        var present = levels.getFirst().policy();
        for (var ancestor : standing.documents().ancestors()) {
            if (!Ancestry.isBefore(ancestor.policy(), present)) continue;
            var older = new ArrayList<>(levels);
            older.set(0, ancestor);
            if (Court.policySeen(older).equals(seen)) return isAsMuch(older);
        }
        return false;
    }

    private boolean isAsMuch(List<Level> older) {
        var then = once(older);
        var present = once(levels);
        return then.isPresent() && present.isPresent() && present.get().isWithin(then.get());
    }

    private Optional<Obligations> once(List<Level> by) {
        return asked.computeIfAbsent(Court.policySeen(by), _ -> obligations(by));
    }

    /// What is asked before anybody said anything, with who is which human known; empty if it is denied whatever
    /// people say.
    private Optional<Obligations> obligations(List<Level> by) {
        var circumstances = Circumstances.none()
                .with(facts)
                .with(plea.accounts())
                .with(standing.past())
                .with(Voices.of(List.of(), standing.documents().people()))
                .with(standing.counters());
        return switch (Judge.judge(plea.matter(), by, circumstances, now).decision()) {
            case Decision.Denied _ -> Optional.empty();
            case Decision.Pending(var obligations, var _) -> Optional.of(obligations);
            case Decision.Allowed(var obligations) -> Optional.of(obligations);
        };
    }
}
