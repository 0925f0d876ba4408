package tallystick.core.governance;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// What was found out about remedies, and what it took.
///
/// @param outlooks one of each that was looked for
/// @param work so many rules and people were asked, not negative
/// @spec docs/spec/governance.md#GO-34 governance
public record Survey(Map<Remedy, Outlook> outlooks, long work) {
    /// Where there is nothing to be asked.
    public static final Survey NOTHING = new Survey(Map.of(), 0);

    /// Copies.
    ///
    /// @throws IllegalArgumentException if it took less than nothing: the caller's fault
    public Survey {
        outlooks = Map.copyOf(outlooks);
        if (work < 0) throw new IllegalArgumentException("work %d below 0".formatted(work));
    }

    /// Where nothing is looked for any more.
    static Survey notFoundOut(Proposing enough) {
        var outlooks = new EnumMap<Remedy, Outlook>(Remedy.class);
        for (var remedy : Remedy.values()) outlooks.put(remedy, new Outlook(Proposing.NOBODY, enough, Set.of()));
        return new Survey(outlooks, 0);
    }
}
