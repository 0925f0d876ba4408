package tallystick.control.governance;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.control.answer.Given;
import tallystick.control.answer.Problem;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.people.PersonId;

/// One thing to be otherwise in the next address book.
///
/// **Form** `act` says what: `add` an entry (`chain`, `address`, `label`, `counterparty`, `tags`), or `block` one
/// (`chain`, `address`).
///
/// @param chain such as eip155:1
record BookEdit(
        @Nullable String act,
        @Nullable String chain,
        @Nullable String address,
        @Nullable String label,
        @Nullable String counterparty,
        @Nullable List<String> tags) {
    private static final String EVM = "eip155";
    private static final int TAGS_MAX = 16;

    /// The book after all of these.
    ///
    /// @param by who proposes it
    static AddressBook apply(AddressBook before, List<BookEdit> edits, PersonId by, Instant at) {
        var entries = new TreeMap<String, BookEntry>();
        for (var entry : before.entries()) entries.put(place(entry.account()), entry);
        try {
            for (var edit : edits) edit.apply(entries, by, at);
            return new AddressBook(before.version() + 1, List.copyOf(entries.values()));
        } catch (IllegalArgumentException e) {
            throw Problem.field("book", "a good address book: " + e.getMessage());
        }
    }

    private void apply(NavigableMap<String, BookEntry> entries, PersonId by, Instant at) {
        var account = account();
        var place = place(account);
        switch (Given.text("book.act", act, 16)) {
            case "add" -> {
                var entry = new BookEntry(
                        account,
                        Given.text("book.label", label, 64),
                        Given.text("book.counterparty", counterparty, 63),
                        at,
                        by,
                        Given.list("book.tags", tags, TAGS_MAX).stream()
                                .distinct()
                                .sorted()
                                .toList(),
                        false);
                if (entries.put(place, entry) != null) throw Problem.field("book.address", "one that is not in it yet");
            }
            case "block" -> {
                if (entries.computeIfPresent(place, (_, entry) -> entry.blocked()) == null)
                    throw Problem.field("book.address", "one that is in it");
            }
            default -> throw Problem.field("book.act", "add or block");
        }
    }

    private Account account() {
        var parts = Given.text("book.chain", chain, 41).split(":", 2);
        if (parts.length != 2 || !ChainId.isValid(parts[0], parts[1]))
            throw Problem.field("book.chain", "a chain such as eip155:1");
        return new Account(new ChainId(parts[0], parts[1]), Given.text("book.address", address, 128));
    }

    /// In the order of the document.
    private static String place(Account account) {
        var address = account.chain().namespace().equals(EVM)
                ? account.address().toLowerCase(Locale.ROOT)
                : account.address();
        return account.chain() + ":" + address;
    }
}
