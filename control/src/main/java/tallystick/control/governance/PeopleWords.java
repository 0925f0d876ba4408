package tallystick.control.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;

/// How one document of people differs from another, in sentences.
final class PeopleWords {
    private PeopleWords() {}

    static List<String> between(Directory before, Directory after) {
        var lines = new ArrayList<String>();
        for (var is : after.people()) {
            var was = before.person(is.id());
            if (was.isEmpty())
                lines.add("%s (%s) is new, and may %s.".formatted(is.displayName(), is.id(), rights(is)));
            else between(was.get(), is, lines);
        }
        for (var was : before.people())
            if (after.person(was.id()).isEmpty()) lines.add("%s (%s) is gone.".formatted(was.displayName(), was.id()));
        return lines;
    }

    private static void between(Person was, Person is, List<String> lines) {
        var who = "%s (%s)".formatted(is.displayName(), is.id());
        if (was.status() != is.status())
            lines.add("%s is %s, and was %s.".formatted(who, lower(is.status()), lower(was.status())));
        if (!was.rights().equals(is.rights()))
            lines.add("%s may %s, and could %s.".formatted(who, rights(is), rights(was)));
        if (!was.roles().equals(is.roles()))
            lines.add("%s has the roles %s, and had %s.".formatted(who, is.roles(), was.roles()));
        if (!was.displayName().equals(is.displayName()))
            lines.add("%s was called %s.".formatted(who, was.displayName()));
        if (!was.human().equals(is.human())) lines.add("%s is another human.".formatted(who));
        for (var held : is.keys()) {
            var same = was.keys().stream()
                    .filter(each -> each.key().id().equals(held.key().id()))
                    .findFirst();
            if (same.isEmpty()) lines.add("%s gets %s.".formatted(who, key(held)));
            else if (same.get().isRevoked() != held.isRevoked())
                lines.add(
                        held.isRevoked()
                                ? "%s of %s is revoked.".formatted(key(held), who)
                                : "%s of %s counts again.".formatted(key(held), who));
        }
        for (var held : was.keys())
            if (is.keys().stream()
                    .noneMatch(each -> each.key().id().equals(held.key().id())))
                lines.add("%s of %s is gone.".formatted(key(held), who));
    }

    private static String key(HeldKey held) {
        return "the key %s of strength %s"
                .formatted(
                        held.key().id().toString().substring(0, 12), held.key().strength());
    }

    private static String rights(Person person) {
        return person.rights().isEmpty()
                ? "do nothing"
                : person.rights().stream().sorted().map(PeopleWords::lower).collect(Collectors.joining(", "));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
