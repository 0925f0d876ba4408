package tallystick.tools.doctor;

import java.util.Locale;

/// One thing that was looked at.
///
/// @param about name of the node, first 16 digits of the key's id, or `all`
/// @param check what was looked at, a word
/// @param what was found, a lower-case phrase
/// @param remedy what would help; empty where nothing is wrong
public record Finding(Level level, String about, String check, String what, String remedy) {
    /// How bad it is.
    public enum Level {
        /// As it is to be.
        OK,
        /// To be looked at soon.
        WARN,
        /// Not as it must be.
        FAIL;

        @Override
        public String toString() {
            return this == OK ? name().toLowerCase(Locale.ROOT) : name();
        }
    }

    static Finding ok(String about, String check, String what) {
        return new Finding(Level.OK, about, check, what, "");
    }

    static Finding warn(String about, String check, String what, String remedy) {
        return new Finding(Level.WARN, about, check, what, remedy);
    }

    static Finding fail(String about, String check, String what, String remedy) {
        return new Finding(Level.FAIL, about, check, what, remedy);
    }

    /// For people: one line, and the remedy on a second where there is one.
    public String text() {
        var line = "%-4s  %-16s  %-11s  %s".formatted(level, about, check, what);
        return remedy.isEmpty() ? line : line + System.lineSeparator() + "      -> " + remedy;
    }
}
