package tallystick.core.policy.change;

import java.util.NavigableSet;
import tallystick.core.policy.Names;

/// One thing that is not as it was.
///
/// @param name the rule's, group's, list's or calendar's name, or the field's
/// @param fields which fields of it differ, as a document names them, limits as `limit.max`; empty if all of it came or
/// went, or only what it names is another
/// @param why a lower-case phrase: what the direction follows from
public record Difference(
        Part part, String name, Turn turn, NavigableSet<String> fields, Direction direction, String why) {
    /// Copies.
    public Difference {
        fields = Names.sorted(fields);
    }

    /// What it is a part of.
    public enum Part {
        /// A field of the document itself: `id`, `scope`, `admission`, `effectiveFrom`.
        DOCUMENT,
        /// A rule.
        RULE,
        /// A group of people.
        GROUP,
        /// A list of accounts or assets.
        LIST,
        /// Holidays.
        CALENDAR
    }

    /// What became of it.
    public enum Turn {
        /// It is new.
        ADDED,
        /// It is no more.
        REMOVED,
        /// It is another.
        ALTERED
    }

    @Override
    public String toString() {
        return "%s: %s %s %s%s: %s"
                .formatted(
                        direction,
                        part.name().toLowerCase(java.util.Locale.ROOT),
                        name,
                        turn.name().toLowerCase(java.util.Locale.ROOT),
                        fields.isEmpty() ? "" : " in " + String.join(", ", fields),
                        why);
    }
}
