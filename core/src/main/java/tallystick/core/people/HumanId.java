package tallystick.core.people;

import java.util.regex.Pattern;

/// A human being behind one or several accounts: `h:ann-lee`.
///
/// **Why** somebody with two accounts would otherwise propose with one and approve with the other. Whoever signs the
/// document of people vouches that equal humans have equal names here.
///
/// @param name `h:`, then a lower-case letter and up to 62 lower-case letters, digits, dots, hyphens
public record HumanId(String name) implements Comparable<HumanId> {
    private static final Pattern NAME = Pattern.compile("h:[a-z][a-z0-9.-]{0,62}");

    /// @throws IllegalArgumentException if the name has another form: the caller's fault
    public HumanId {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("human not of h:[a-z][a-z0-9.-]{0,62}");
    }

    @Override
    public int compareTo(HumanId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
