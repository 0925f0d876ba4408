package tallystick.control.governance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.control.answer.Given;
import tallystick.control.answer.Problem;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.people.RoleName;

/// One thing to be otherwise in the next document of people.
///
/// **Form** `act` says what: `add` somebody with the key of an invitation (`person`, `human`, `name`, `rights`,
/// `roles`, `invitation`); `addKey` to a person (`person`, `invitation`); `suspend`, `activate`, `remove` a person
/// (`person`); `rights` of a person (`person`, `rights`, `roles`); `revokeKey` (`key`).
record PeopleEdit(
        @Nullable String act,
        @Nullable String person,
        @Nullable String human,
        @Nullable String name,
        @Nullable List<String> rights,
        @Nullable List<String> roles,
        @Nullable String invitation,
        @Nullable String key) {
    private static final int ITEMS_MAX = 16;

    /// The document after all of these.
    ///
    /// @param waiting the key that was registered for an invitation
    static Directory apply(
            Directory before, List<PeopleEdit> edits, Function<UUID, Optional<PersonKey.Passkey>> waiting) {
        var people = new ArrayList<>(before.people());
        try {
            for (var edit : edits) edit.apply(people, waiting);
            people.sort(Comparator.comparing(Person::id));
            return new Directory(before.version() + 1, people);
        } catch (IllegalArgumentException e) {
            throw Problem.field("people", "a good document: " + e.getMessage());
        }
    }

    private void apply(List<Person> people, Function<UUID, Optional<PersonKey.Passkey>> waiting) {
        switch (Given.text("people.act", act, ITEMS_MAX)) {
            case "add" ->
                people.add(new Person(
                        new PersonId(Given.text("people.person", person, 65)),
                        new HumanId(Given.text("people.human", human, 65)),
                        Given.text("people.name", name, 64),
                        Person.Status.ACTIVE,
                        rightsGiven(),
                        rolesGiven(),
                        List.of(HeldKey.of(registered(waiting)))));
            case "addKey" ->
                change(people, each -> {
                    var keys = new ArrayList<>(each.keys());
                    keys.add(HeldKey.of(registered(waiting)));
                    return each.with(keys);
                });
            case "suspend" -> change(people, each -> each.with(Person.Status.SUSPENDED));
            case "activate" -> change(people, each -> each.with(Person.Status.ACTIVE));
            case "remove" -> change(people, each -> each.with(Person.Status.REMOVED));
            case "rights" ->
                change(
                        people,
                        each -> new Person(
                                each.id(),
                                each.human(),
                                each.displayName(),
                                each.status(),
                                rightsGiven(),
                                rolesGiven(),
                                each.keys()));
            case "revokeKey" -> revoke(people);
            default -> throw Problem.field("people.act", "add, addKey, suspend, activate, remove, rights or revokeKey");
        }
    }

    private void change(List<Person> people, Function<Person, Person> how) {
        var whom = Given.text("people.person", person, 65);
        for (var i = 0; i < people.size(); i++)
            if (people.get(i).id().name().equals(whom)) {
                people.set(i, how.apply(people.get(i)));
                return;
            }
        throw Problem.field("people.person", "somebody of the document in force");
    }

    private void revoke(List<Person> people) {
        var which = Given.text("people.key", key, 64);
        for (var i = 0; i < people.size(); i++) {
            var one = people.get(i);
            if (one.keys().stream().noneMatch(held -> held.key().id().toString().equals(which))) continue;
            people.set(
                    i,
                    one.with(one.keys().stream()
                            .map(held -> held.key().id().toString().equals(which) ? held.revoked() : held)
                            .toList()));
            return;
        }
        throw Problem.field("people.key", "a key of the document in force");
    }

    private PersonKey.Passkey registered(Function<UUID, Optional<PersonKey.Passkey>> waiting) {
        return waiting.apply(Given.id("people.invitation", invitation))
                .orElseThrow(() -> Problem.field("people.invitation", "an invitation whose key was registered"));
    }

    private Set<Right> rightsGiven() {
        var all = EnumSet.noneOf(Right.class);
        for (var word : Given.list("people.rights", rights, ITEMS_MAX))
            all.add(Arrays.stream(Right.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> Problem.field("people.rights", "initiate, approve, freeze and propose")));
        return all;
    }

    private List<RoleName> rolesGiven() {
        return Given.list("people.roles", roles, ITEMS_MAX).stream()
                .distinct()
                .sorted()
                .map(RoleName::new)
                .toList();
    }
}
