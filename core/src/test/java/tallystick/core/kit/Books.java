package tallystick.core.kit;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.people.PersonId;

/// Some entries of address books.
public final class Books {
    public static final ChainId POLYGON = new ChainId("eip155", "137");

    public static final BookEntry SUPPLIER = new BookEntry(
            Findings.PAYEE,
            "Acme",
            "acme.example",
            Instant.ofEpochSecond(1_700_000_000),
            new PersonId("u:ann"),
            List.of("supplier"),
            false);

    public static final BookEntry TREASURY = new BookEntry(
            new Account(
                    new ChainId("bip122", "000000000019d6689c085ae165831e93"),
                    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
            "Cold treasury",
            "ourselves",
            Instant.ofEpochSecond(1_700_000_000),
            new PersonId("u:bo"),
            List.of("cold", "treasury"),
            false);

    private Books() {}

    /// An entry like the supplier's, elsewhere.
    public static BookEntry at(ChainId chain, String address) {
        return new BookEntry(
                new Account(chain, address),
                SUPPLIER.label(),
                SUPPLIER.counterparty(),
                SUPPLIER.addedAt(),
                SUPPLIER.addedBy(),
                SUPPLIER.tags(),
                false);
    }

    /// A book of these, in whatever order.
    public static AddressBook of(int version, BookEntry... entries) {
        return new AddressBook(
                version,
                Stream.of(entries)
                        .sorted(Comparator.comparing(
                                entry -> entry.account().toString().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    /// One blocked, one on another chain, two as they should be.
    public static AddressBook book() {
        return of(
                1,
                SUPPLIER,
                TREASURY,
                at(POLYGON, Findings.PAYEE.address()),
                at(POLYGON, "0x00000000219ab540356cBB839Cbe05303d7705Fa").blocked());
    }
}
