package tallystick.tools.operator;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.json.Json;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// An address book as somebody writes it down: a JSON file, of which the canonical document is made.
///
/// **Form** `{"entries": [{"chain": "eip155:1", "address": "0x…", "label": "Acme cold", "counterparty": "acme",
/// "addedAt": "2026-11-21T00:00:00Z", "addedBy": "u:ann", "tags": ["cold"], "blocked": true}]}`, tags and blocked where
/// there are any. What is not named here is refused.
final class BookFile {
    private static final Set<String> ENTRY =
            Set.of("chain", "address", "label", "counterparty", "addedAt", "addedBy", "tags", "blocked");

    private BookFile() {}

    /// @param version of the book
    /// @throws Unable if it is not of the form: its writer's to mend
    static AddressBook read(Bytes utf8, int version) throws Unable {
        return switch (Json.parse(utf8)) {
            case Parsed.Malformed<Json>(var offset, var expected) ->
                throw new Unable("the address book at byte %d: expected %s".formatted(offset, expected));
            case Parsed.Ok<Json>(var json) -> book(json, version);
        };
    }

    private static AddressBook book(Json json, int version) throws Unable {
        PeopleFile.only(json, Set.of("entries"));
        var entries = new TreeMap<String, BookEntry>();
        for (var each : json.items("entries")) {
            var entry = entry(each);
            if (entries.put(place(entry.account()), entry) != null)
                throw new Unable("the account at byte %d stands there twice".formatted(each.at()));
        }
        try {
            return new AddressBook(version, List.copyOf(entries.values()));
        } catch (IllegalArgumentException e) {
            throw new Unable("no good address book: " + e.getMessage());
        }
    }

    /// In the order of the document.
    private static String place(Account account) {
        var address = account.chain().namespace().equals("eip155")
                ? account.address().toLowerCase(Locale.ROOT)
                : account.address();
        return account.chain() + ":" + address;
    }

    private static BookEntry entry(Json json) throws Unable {
        PeopleFile.only(json, ENTRY);
        var tags = new ArrayList<>(PeopleFile.texts(json, "tags"));
        tags.sort(null);
        try {
            var chain = PeopleFile.text(json, "chain").split(":", 2);
            if (chain.length != 2) throw new Unable("a chain such as eip155:1 expected at byte " + json.at());
            return new BookEntry(
                    new Account(new ChainId(chain[0], chain[1]), PeopleFile.text(json, "address")),
                    PeopleFile.text(json, "label"),
                    PeopleFile.text(json, "counterparty"),
                    Instant.ofEpochSecond(
                            Instant.parse(PeopleFile.text(json, "addedAt")).getEpochSecond()),
                    new PersonId(PeopleFile.text(json, "addedBy")),
                    tags,
                    json.member("blocked").orElse(null) instanceof Json.Truth(var _, var blocked) && blocked);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new Unable("the entry at byte %d: %s".formatted(json.at(), e.getMessage()));
        }
    }
}
