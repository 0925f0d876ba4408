package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.book.BookInForce;
import tallystick.core.book.BookInForce.Standing;
import tallystick.core.chain.Account;
import tallystick.core.kit.Books;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("Address books that are not what they should be, docs/spec/address-book.md")
class AddressBookCheatsTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Instant MONDAY = Instant.ofEpochSecond(1_800_000_000);

    private static BookEntry entry(String label, String counterparty, List<String> tags) {
        return new BookEntry(Books.SUPPLIER.account(), label, counterparty, MONDAY, new PersonId("u:ann"), tags, false);
    }

    @Test
    void book_printsAndParsesToItself_andNothingElseDoes() {
        var book = Books.book();
        assertThat(AddressBook.parse(book.encode()).orThrow()).isEqualTo(book).hasSameHashCodeAs(book);
        var bytes = book.encode();
        for (var length = 0; length < bytes.length(); length++)
            assertThat(AddressBook.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        assertThat(AddressBook.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0))))
                .isInstanceOf(Parsed.Malformed.class);
        for (var bit = 0; bit < bytes.length() * 8; bit++) {
            var changed = bytes.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (AddressBook.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<AddressBook>(var other))
                assertThat(other.hash()).isNotEqualTo(book.hash());
        }
    }

    @Test
    void sameAccount_inOtherLetters_isNoSecondOne_andOnAnotherChainIsOne() {
        var supplier = Books.SUPPLIER;
        var lower = Books.at(
                supplier.account().chain(), supplier.account().address().toLowerCase(Locale.ROOT));
        assertThatThrownBy(() -> Books.of(1, supplier, lower)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AddressBook(1, List.of(supplier, supplier)))
                .isInstanceOf(IllegalArgumentException.class);
        var polygon = Books.at(Books.POLYGON, supplier.account().address());
        var book = BookInForce.of(Books.of(1, supplier), MONDAY);
        assertThat(book.standing(polygon.account(), Duration.ZERO, MONDAY)).isInstanceOf(Standing.Absent.class);
        assertThat(Books.of(1, supplier, polygon).entries()).hasSize(2);
    }

    @Test
    void entriesOutOfOrder_areRefused() {
        var ascending = Books.book().entries();
        assertThatThrownBy(() -> new AddressBook(1, ascending.reversed())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AddressBook(0, ascending)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void labelThatPassesForAnother_orPartsOutOfForm_areRefused() {
        assertThat(entry("Acme", "acme.example", List.of("supplier")).isBlocked())
                .isFalse();
        for (var label : List.of("", "\u0410cme", "Acme\u202e", " Acme", "A".repeat(65)))
            assertThatThrownBy(() -> entry(label, "acme", List.of())).isInstanceOf(IllegalArgumentException.class);
        for (var counterparty : List.of("", "Acme", "acme inc"))
            assertThatThrownBy(() -> entry("Acme", counterparty, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        for (var tags : List.of(List.of("b", "a"), List.of("a", "a"), List.of("A")))
            assertThatThrownBy(() -> entry("Acme", "acme", tags)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void newEntry_coolsDown_fromWhenItCameIntoForce_notFromItsDate() {
        var first = BookInForce.of(Books.of(1, Books.TREASURY), MONDAY);
        var next = first.next(Books.of(2, Books.TREASURY, Books.SUPPLIER), MONDAY.plus(DAY));
        var account = Books.SUPPLIER.account();
        assertThat(Books.SUPPLIER.addedAt()).isBefore(MONDAY.minus(Duration.ofDays(300)));
        assertThat(first.standing(account, DAY, MONDAY)).isInstanceOf(Standing.Absent.class);
        assertThat(next.standing(account, DAY, MONDAY.plus(DAY)))
                .isEqualTo(new Standing.Cooling(Books.SUPPLIER, MONDAY.plus(DAY).plus(DAY)));
        assertThat(next.standing(account, DAY, MONDAY.plus(DAY).plus(DAY).minusSeconds(1)))
                .isInstanceOf(Standing.Cooling.class);
        assertThat(next.standing(account, DAY, MONDAY.plus(DAY).plus(DAY)))
                .isEqualTo(new Standing.Usable(Books.SUPPLIER, MONDAY.plus(DAY)));
        assertThat(next.standing(account, Duration.ZERO, MONDAY.plus(DAY))).isInstanceOf(Standing.Usable.class);
        assertThat(next.standing(Books.TREASURY.account(), DAY, MONDAY.plus(DAY)))
                .isEqualTo(new Standing.Usable(Books.TREASURY, MONDAY));
    }

    @Test
    void changedEntry_coolsDownAnew_andBlockedOnePermitsNothingAtOnce() {
        var first = BookInForce.of(Books.of(1, Books.SUPPLIER), MONDAY);
        var account = Books.SUPPLIER.account();
        var later = MONDAY.plus(DAY).plus(DAY);
        for (var changed : List.of(
                entry("Other", "acme.example", List.of("supplier")),
                entry("Acme", "other", List.of("supplier")),
                entry("Acme", "acme.example", List.of("treasury"))))
            assertThat(first.next(Books.of(2, changed), later).standing(account, DAY, later))
                    .isInstanceOf(Standing.Cooling.class);
        var blocked = first.next(Books.of(2, Books.SUPPLIER.blocked()), later);
        assertThat(blocked.standing(account, Duration.ZERO, later)).isInstanceOf(Standing.Blocked.class);
        var again = blocked.next(Books.of(3, Books.SUPPLIER), later.plus(DAY));
        assertThat(again.standing(account, DAY, later.plus(DAY))).isInstanceOf(Standing.Cooling.class);
        assertThat(blocked.book().entry(account)).contains(Books.SUPPLIER.blocked());
    }

    @Test
    void versionThatIsNotTheNext_isNotTaken() {
        var first = BookInForce.of(Books.of(5, Books.SUPPLIER), MONDAY);
        for (var version : List.of(4, 5, 7))
            assertThatThrownBy(() -> first.next(Books.of(version, Books.SUPPLIER), MONDAY))
                    .isInstanceOf(IllegalArgumentException.class);
        assertThat(first.standing(new Account(Books.POLYGON, "nobody"), DAY, MONDAY))
                .isInstanceOf(Standing.Absent.class);
    }
}
