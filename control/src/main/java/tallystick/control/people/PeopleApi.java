package tallystick.control.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Role;
import tallystick.control.access.Scope;
import tallystick.control.answer.Problem;
import tallystick.control.store.Store;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;
import tallystick.core.people.PersonKey;
import tallystick.core.people.RoleName;

/// Who people are, as the document says that nodes have in force, over the API.
@RestController
final class PeopleApi {
    private final People people;
    private final Store store;

    PeopleApi(People people, Store store) {
        this.people = people;
        this.store = store;
    }

    /// @param kind ed25519, p256 or passkey
    /// @param strength what it proves at most
    /// @param aaguid the model of the authenticator
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PersonKeyBody(
            String id,
            String kind,
            String strength,
            boolean revoked,
            @Nullable String aaguid,
            @Nullable List<String> origins) {
        static PersonKeyBody of(HeldKey held) {
            var key = held.key();
            var passkey = key instanceof PersonKey.Passkey each ? each : null;
            return new PersonKeyBody(
                    key.id().toString(),
                    switch (key) {
                        case PersonKey.EdKey _ -> "ed25519";
                        case PersonKey.NistKey _ -> "p256";
                        case PersonKey.Passkey _ -> "passkey";
                    },
                    key.strength().name(),
                    held.isRevoked(),
                    passkey == null ? null : passkey.aaguid().toHex(),
                    passkey == null ? null : passkey.origins());
        }
    }

    /// @param human who acts through it; several accounts may be one human's
    /// @param rights as the document gives them, and so the roles
    /// @param here what he is in control
    /// @param lastUsedAt when he signed in last; absent if never
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PersonBody(
            String id,
            String human,
            String name,
            String status,
            List<String> rights,
            List<String> roles,
            List<Role> here,
            List<PersonKeyBody> keys,
            @Nullable Instant lastUsedAt) {
        static PersonBody of(Person person, @Nullable Instant lastUsedAt) {
            return new PersonBody(
                    person.id().name(),
                    person.human().name(),
                    person.displayName(),
                    lower(person.status()),
                    person.rights().stream().sorted().map(PersonBody::lower).toList(),
                    person.roles().stream().map(RoleName::name).toList(),
                    Duties.of(person).roles().stream().sorted().toList(),
                    person.keys().stream().map(PersonKeyBody::of).toList(),
                    lastUsedAt);
        }

        private static String lower(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param version of the document in force
    /// @param hash of it
    record PeopleBody(int version, String hash, List<PersonBody> people) {}

    @GetMapping("/v1/people")
    @Requires(value = Scope.PEOPLE_READ, says = "Shows the document of people that nodes have in force.")
    PeopleBody listPeople(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        var directory = people.inForce();
        var used = used(caller);
        return new PeopleBody(
                directory.version(),
                directory.hash().toString(),
                directory.people().stream()
                        .map(each -> PersonBody.of(each, used.get(each.id().name())))
                        .toList());
    }

    @GetMapping("/v1/people/{id}")
    @Requires(value = Scope.PEOPLE_READ, says = "Shows one person of the document in force.")
    PersonBody getPerson(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        return people.inForce().people().stream()
                .filter(each -> each.id().name().equals(id))
                .findFirst()
                .map(each -> PersonBody.of(each, used(caller).get(id)))
                .orElseThrow(() -> Problem.absent("person"));
    }

    private record Used(String person, Instant at) {}

    private Map<String, Instant> used(Caller caller) {
        return store
                .sql("select person, last_used_at from accounts where workspace_id = ? and last_used_at is not null")
                .params(caller.workspace())
                .query((row, _) ->
                        new Used(row.getString(1), row.getTimestamp(2).toInstant()))
                .list()
                .stream()
                .collect(Collectors.toMap(Used::person, Used::at));
    }
}
