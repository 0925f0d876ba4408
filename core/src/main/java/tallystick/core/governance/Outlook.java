package tallystick.core.governance;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import tallystick.core.people.HumanId;

/// What was found out about one remedy: who could propose it and have it come about.
///
/// **Why** between two bounds: where looking for it takes too much, it is neither possible nor impossible. A document
/// takes away what may have been there, and leaves what was found to be there.
///
/// @param atLeast what was found
/// @param atMost what it may be besides; the same where all was looked through
/// @param by the humans by whom the first that was found comes about, who proposes among them; none if there is none
/// @spec docs/spec/governance.md#GO-26 governance
public record Outlook(Proposing atLeast, Proposing atMost, Set<HumanId> by) {
    /// Where nobody could.
    public static final Outlook NONE = new Outlook(Proposing.NOBODY, Proposing.NOBODY, Set.of());

    /// @throws IllegalArgumentException if more was found than there may be: the caller's fault
    public Outlook {
        if (!atMost.reaches(atLeast)) throw new IllegalArgumentException("%s above %s".formatted(atLeast, atMost));
        by = Set.copyOf(by);
    }

    /// Those of all that were found possible.
    public static Set<Remedy> possible(Map<Remedy, Outlook> found) {
        var possible = EnumSet.noneOf(Remedy.class);
        found.forEach((remedy, outlook) -> {
            if (outlook.atLeast().reaches(Proposing.PROGRAM)) possible.add(remedy);
        });
        return possible;
    }
}
