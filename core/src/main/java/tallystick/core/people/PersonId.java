package tallystick.core.people;

import java.util.regex.Pattern;

/// The name by which documents know a person or a program: `u:ann` for a person, `s:payouts` for a program.
///
/// **Why** an approval counts for a person and not for a key: two keys of one person are one voice.
///
/// @param name `u:` or `s:`, then a lower-case letter and up to 62 lower-case letters, digits, dots, hyphens
public record PersonId(String name) implements Comparable<PersonId> {
    private static final Pattern NAME = Pattern.compile("[us]:[a-z][a-z0-9.-]{0,62}");

    /// @throws IllegalArgumentException if the name has another form: the caller's fault
    public PersonId {
        if (!isValid(name)) throw new IllegalArgumentException("person not of [us]:[a-z][a-z0-9.-]{0,62}");
    }

    /// Whether a name has the form.
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /// Whether it is a program: a program never counts as one of the people a rule asks for.
    public boolean isService() {
        return name.startsWith("s:");
    }

    @Override
    public int compareTo(PersonId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
