package tallystick.core.governance;

import java.time.Instant;
import java.util.Optional;
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
/// @param without who is left out, as if he were suspended; empty if nobody is
/// @param from when both would be in force
public record Constitution(Bytes policy, Bytes people, Optional<HumanId> without, Instant from) {
    /// The same as of another moment.
    public Constitution at(Instant other) {
        return new Constitution(policy, people, without, other);
    }

    /// Everybody, of whom who is left out can only stop things.
    public Directory left() {
        var all = Directory.parse(people).orThrow();
        return without.map(human -> without(all, human)).orElse(all);
    }

    private static Directory without(Directory all, HumanId human) {
        return new Directory(
                all.version(),
                all.people().stream()
                        .map(person -> person.human().equals(human) ? person.with(Person.Status.SUSPENDED) : person)
                        .toList());
    }
}
