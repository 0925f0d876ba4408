package tallystick.core.governance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.crypto.codec.Bytes;

/// A policy and the people beside it, about whom is asked what they could change.
///
/// **Why** in bytes: whoever remembers what was found of them knows them again without reading them.
///
/// @param policy its canonical text
/// @param people a good directory, in its canonical bytes
/// @param without who is left out, as if he were suspended
/// @param from when both would be in force
public record Constitution(Bytes policy, Bytes people, Set<HumanId> without, Instant from) {
    /// Copies.
    public Constitution {
        without = Set.copyOf(without);
    }

    /// The same as of another moment.
    public Constitution at(Instant other) {
        return new Constitution(policy, people, without, other);
    }

    /// The full hour at a moment or after it, from which on hours are tried: what is found for it is found for all
    /// moments of an hour.
    public static Instant nextHour(Instant moment) {
        var hour = moment.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(moment) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    /// Everybody, of whom who is left out can only stop things.
    public Directory left() {
        return left(Directory.parse(people).orThrow());
    }

    /// The same, where the people have been read.
    public Directory left(Directory all) {
        return without.isEmpty() ? all : without(all);
    }

    private Directory without(Directory all) {
        return new Directory(
                all.version(),
                all.people().stream()
                        .map(person -> person.status() == Person.Status.ACTIVE && without.contains(person.human())
                                ? person.with(Person.Status.SUSPENDED)
                                : person)
                        .toList());
    }
}
