package tallystick.tools.operator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.chain.json.Json;
import tallystick.core.governance.Member;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.people.RoleName;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.P256VerifyKey;
import tallystick.crypto.seal.VerifyKey;
import tallystick.wire.Card;

/// People as an administrator writes them down: a JSON file, of which the canonical directory is made.
///
/// **Form** `{"people": [{"id": "u:ann", "human": "h:ann-lee", "name": "Ann Lee", "rights": ["initiate", "approve",
/// "freeze", "propose"], "status": "active", "roles": [], "keys": […]}]}`. A key is `{"card":
/// "tallystick-card-v1:…"}` of an identity, `{"ed25519": hex}`, `{"p256": hex of x and y}`, or `{"passkey":
/// {"credential": hex, "p256": hex or
/// "ed25519": hex, "aaguid": hex, "relyingParty": "…", "origins": ["…"], "deviceBound": true}}`; with `"revoked":
/// true` it is revoked. What is not named here is refused.
final class PeopleFile {
    private static final Set<String> PERSON = Set.of("id", "human", "name", "rights", "status", "roles", "keys");
    private static final Set<String> KEY = Set.of("card", "ed25519", "p256", "passkey", "revoked");
    private static final Set<String> PASSKEY =
            Set.of("credential", "p256", "ed25519", "aaguid", "relyingParty", "origins", "deviceBound");
    private static final String NO_MODEL = "00".repeat(16);

    private PeopleFile() {}

    /// @param version of the directory
    /// @throws Unable if it is not of the form: its writer's to mend
    static Directory read(Bytes utf8, int version) throws Unable {
        return switch (Json.parse(utf8)) {
            case Parsed.Malformed<Json>(var offset, var expected) ->
                throw new Unable("the file of people at byte %d: expected %s".formatted(offset, expected));
            case Parsed.Ok<Json>(var json) -> directory(json, version);
        };
    }

    private static Directory directory(Json json, int version) throws Unable {
        only(json, Set.of("people"));
        var people = new ArrayList<Person>();
        for (var each : json.items("people")) people.add(person(each));
        people.sort(java.util.Comparator.comparing(Person::id));
        try {
            return new Directory(version, people);
        } catch (IllegalArgumentException e) {
            throw new Unable("no good directory of people: " + e.getMessage());
        }
    }

    private static Person person(Json json) throws Unable {
        only(json, PERSON);
        var keys = new ArrayList<HeldKey>();
        for (var each : json.items("keys")) keys.add(held(each));
        try {
            return new Person(
                    new PersonId(text(json, "id")),
                    new HumanId(text(json, "human")),
                    text(json, "name"),
                    status(json.text("status").orElse("active")),
                    rights(json),
                    texts(json, "roles").stream().sorted().map(RoleName::new).toList(),
                    keys);
        } catch (IllegalArgumentException e) {
            throw new Unable("the person at byte %d: %s".formatted(json.at(), e.getMessage()));
        }
    }

    private static Person.Status status(String word) throws Unable {
        for (var status : Person.Status.values())
            if (status.name().toLowerCase(Locale.ROOT).equals(word)) return status;
        throw new Unable("a status of active, suspended or removed, not " + word.length() + " other characters");
    }

    private static Set<Right> rights(Json json) throws Unable {
        var rights = EnumSet.noneOf(Right.class);
        for (var word : texts(json, "rights")) {
            var found = rights.size();
            for (var right : Right.values())
                if (right.name().toLowerCase(Locale.ROOT).equals(word)) rights.add(right);
            if (rights.size() == found)
                throw new Unable("rights of initiate, approve, freeze and propose, each once; byte " + json.at());
        }
        return rights;
    }

    private static HeldKey held(Json json) throws Unable {
        only(json, KEY);
        var key = key(json);
        var isRevoked = json.member("revoked").orElse(null) instanceof Json.Truth(var _, var revoked) && revoked;
        return new HeldKey(key, isRevoked);
    }

    private static PersonKey key(Json json) throws Unable {
        var card = json.text("card");
        if (card.isPresent())
            return switch (Card.parse(card.get())) {
                case Parsed.Ok<Member>(var member) -> new PersonKey.EdKey(member.identity());
                case Parsed.Malformed<Member>(var offset, var expected) ->
                    throw new Unable(
                            "the card at byte %d, character %d: expected %s".formatted(json.at(), offset, expected));
            };
        if (json.text("ed25519").isPresent()) return new PersonKey.EdKey(ed(json));
        if (json.text("p256").isPresent()) return new PersonKey.NistKey(nist(json));
        var passkey = json.member("passkey");
        if (passkey.isEmpty())
            throw new Unable("the key at byte %d has none of card, ed25519, p256, passkey".formatted(json.at()));
        return passkey(passkey.get());
    }

    private static PersonKey passkey(Json json) throws Unable {
        only(json, PASSKEY);
        var key =
                json.text("p256").isPresent() ? new CredentialKey.Es256(nist(json)) : new CredentialKey.EdDsa(ed(json));
        var isBound = json.member("deviceBound").orElse(null) instanceof Json.Truth(var _, var bound) && bound;
        try {
            return new PersonKey.Passkey(
                    hex(json, text(json, "credential")),
                    key,
                    hex(json, json.text("aaguid").orElse(NO_MODEL)),
                    text(json, "relyingParty"),
                    List.copyOf(new TreeSet<>(texts(json, "origins"))),
                    isBound);
        } catch (IllegalArgumentException e) {
            throw new Unable("the passkey at byte %d: %s".formatted(json.at(), e.getMessage()));
        }
    }

    static VerifyKey ed(Json json) throws Unable {
        return good(VerifyKey.parse(hex(json, text(json, "ed25519"))), json);
    }

    private static P256VerifyKey nist(Json json) throws Unable {
        return good(P256VerifyKey.parse(hex(json, text(json, "p256"))), json);
    }

    private static <T> T good(Parsed<T> parsed, Json json) throws Unable {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var _, var expected) ->
                throw new Unable("the key at byte %d: expected %s".formatted(json.at(), expected));
        };
    }

    private static Bytes hex(Json json, String text) throws Unable {
        try {
            return Bytes.ofHex(text);
        } catch (IllegalArgumentException e) {
            throw new Unable("hex expected in what begins at byte %d".formatted(json.at()));
        }
    }

    static String text(Json json, String name) throws Unable {
        return json.text(name)
                .orElseThrow(() ->
                        new Unable("a text \"%s\" expected in what begins at byte %d".formatted(name, json.at())));
    }

    static List<String> texts(Json json, String name) throws Unable {
        var texts = new ArrayList<String>();
        for (var item : json.items(name)) {
            if (!(item instanceof Json.Text(var _, var text)))
                throw new Unable("a text expected at byte %d".formatted(item.at()));
            texts.add(text);
        }
        return texts;
    }

    static void only(Json json, Set<String> names) throws Unable {
        if (!(json instanceof Json.Members(var at, var members)))
            throw new Unable("an object expected at byte %d".formatted(json.at()));
        if (!names.containsAll(members.keySet()))
            throw new Unable("the object at byte %d has members that nobody knows; known are %s"
                    .formatted(at, new TreeSet<>(names)));
    }
}
