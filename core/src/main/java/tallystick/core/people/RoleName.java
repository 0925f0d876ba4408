package tallystick.core.people;

import java.util.regex.Pattern;

/// A role that the organisation gives and its policy may ask for, such as `treasurer`.
///
/// @param name a lower-case letter and up to 31 lower-case letters, digits, hyphens
public record RoleName(String name) implements Comparable<RoleName> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /// @throws IllegalArgumentException if the name has another form: the caller's fault
    public RoleName {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("role not of [a-z][a-z0-9-]{0,31}");
    }

    @Override
    public int compareTo(RoleName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
