package tallystick.core.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The form of names that people give to rules, groups, lists and places, and sets of them in one order.
public final class Names {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");

    private Names() {}

    /// Whether it is a letter or digit of ASCII, then up to 62 of these, full stops, underscores, hyphens.
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /// The same values in their natural order, which nobody can change: what prints or hashes them always does it in
    /// one way.
    public static <T extends Comparable<? super T>> NavigableSet<T> sorted(Collection<T> values) {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(values));
    }

    static void check(String what, String name) {
        if (!isValid(name)) throw new IllegalArgumentException(what + " not of [a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");
    }
}
