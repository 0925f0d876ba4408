package tallystick.core.court;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.matter.Matter;
import tallystick.crypto.hash.Digest32;

/// Whether a policy that came before the one in force asked for as much of this very matter.
///
/// **Why** who agreed under it agreed to no less than is asked now; whose agreement would mean more now than it did
/// then is asked anew.
///
/// **Threads** one.
public final class AskedBefore {
    private final Matter matter;
    private final List<Level> levels;
    private final List<Level> ancestors;
    private final Circumstances silent;
    private final Instant now;
    /// By what people were asked by: however many answers are brought, the matter is judged once by each policy.
    private final Map<Digest32, Optional<Obligations>> asked = new HashMap<>();

    /// @param levels the policies in force that hold the source, from the organisation inwards
    /// @param ancestors those before the organisation's; what is none counts for nothing
    /// @param silent all that is known, and nobody's answer: with the people, for who is which human
    public AskedBefore(Matter matter, List<Level> levels, List<Level> ancestors, Circumstances silent, Instant now) {
        this.matter = matter;
        this.levels = List.copyOf(levels);
        this.ancestors = List.copyOf(ancestors);
        this.silent = silent;
        this.now = now;
    }

    /// Only the organisation's own policy may be an older one: those of places inside are as they are now.
    ///
    /// @param seen what an approver says to have been asked by
    /// @spec docs/spec/court.md#CO-13 court
    public boolean asMuch(Digest32 seen) {
        if (levels.isEmpty()) return false;
        var present = levels.getFirst().policy();
        for (var ancestor : ancestors) {
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

    /// What is asked before anybody said anything; empty if it is denied whatever people say.
    private Optional<Obligations> obligations(List<Level> by) {
        return switch (Judge.judge(matter, by, silent, now).decision()) {
            case Decision.Denied _ -> Optional.empty();
            case Decision.Pending(var obligations, var _) -> Optional.of(obligations);
            case Decision.Allowed(var obligations) -> Optional.of(obligations);
        };
    }
}
