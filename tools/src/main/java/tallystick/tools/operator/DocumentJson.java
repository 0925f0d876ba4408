package tallystick.tools.operator;

import java.util.Locale;
import java.util.TreeSet;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.Roster;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;
import tallystick.core.people.PersonKey;
import tallystick.core.places.Places;
import tallystick.crypto.codec.Parsed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Documents as the files that `governance propose` reads.
///
/// **Form** that of `PeopleFile`, `BookFile`, `FactKeysFile` and of policies; a roster as `roster show` prints it.
final class DocumentJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private DocumentJson() {}

    static JsonNode of(Document document) throws Unable {
        var content = document.content();
        return switch (document.kind()) {
            case PEOPLE -> people(good(Directory.parse(content)));
            case ADDRESS_BOOK -> book(good(AddressBook.parse(content)));
            case FACT_KEYS -> factKeys(good(FactKeys.parse(content)));
            case PLACES -> PlacesFile.json(good(Places.parse(content)));
            case ROSTER -> RosterCommand.json(good(Roster.parse(content)));
            case POLICY, EMERGENCY_POLICY -> JSON.readTree(content.toArray());
        };
    }

    private static ObjectNode people(Directory directory) {
        var json = JSON.createObjectNode();
        var people = json.putArray("people");
        for (var person : directory.people()) people.add(of(person));
        return json;
    }

    private static ObjectNode of(Person person) {
        var json = JSON.createObjectNode();
        json.put("id", person.id().name())
                .put("human", person.human().name())
                .put("name", person.displayName())
                .put("status", word(person.status()));
        var rights = json.putArray("rights");
        for (var right : new TreeSet<>(person.rights())) rights.add(word(right));
        var roles = json.putArray("roles");
        for (var role : person.roles()) roles.add(role.name());
        var keys = json.putArray("keys");
        for (var held : person.keys()) keys.add(of(held));
        return json;
    }

    private static ObjectNode of(HeldKey held) {
        var json = JSON.createObjectNode();
        switch (held.key()) {
            case PersonKey.EdKey(var key) -> json.put("ed25519", key.bytes().toHex());
            case PersonKey.NistKey(var key) -> json.put("p256", key.bytes().toHex());
            case PersonKey.Passkey passkey -> json.set("passkey", of(passkey));
        }
        if (held.isRevoked()) json.put("revoked", true);
        return json;
    }

    private static ObjectNode of(PersonKey.Passkey passkey) {
        var json =
                JSON.createObjectNode().put("credential", passkey.credential().toHex());
        switch (passkey.key()) {
            case CredentialKey.Es256(var key) -> json.put("p256", key.bytes().toHex());
            case CredentialKey.EdDsa(var key) -> json.put("ed25519", key.bytes().toHex());
        }
        json.put("aaguid", passkey.aaguid().toHex()).put("relyingParty", passkey.relyingParty());
        var origins = json.putArray("origins");
        passkey.origins().forEach(origins::add);
        return json.put("deviceBound", passkey.isDeviceBound());
    }

    private static ObjectNode book(AddressBook book) {
        var json = JSON.createObjectNode();
        var entries = json.putArray("entries");
        for (var entry : book.entries()) {
            var each = entries.addObject()
                    .put("chain", entry.account().chain().toString())
                    .put("address", entry.account().address())
                    .put("label", entry.label())
                    .put("counterparty", entry.counterparty())
                    .put("addedAt", entry.addedAt().toString())
                    .put("addedBy", entry.addedBy().name());
            var tags = each.putArray("tags");
            entry.tags().forEach(tags::add);
            if (entry.isBlocked()) each.put("blocked", true);
        }
        return json;
    }

    private static ObjectNode factKeys(FactKeys keys) {
        var json = JSON.createObjectNode();
        var all = json.putArray("keys");
        for (var trusted : keys.keys())
            all.addObject()
                    .put("name", trusted.name())
                    .put("kind", word(trusted.kind()))
                    .put("ed25519", trusted.key().bytes().toHex())
                    .put("lifetimeMax", trusted.lifetimeMax().toString());
        return json;
    }

    private static String word(Enum<?> of) {
        return of.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> T good(Parsed<T> parsed) throws Unable {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw new Unable("the document at byte %d: expected %s".formatted(offset, expected));
        };
    }
}
