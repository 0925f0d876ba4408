package tallystick.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.book.AddressBook;
import tallystick.core.kit.Books;
import tallystick.crypto.kit.VectorFiles;

@DisplayName("Our own vector of address books, vectors/house/address-book.json")
class AddressBookVectorsTest {
    @Test
    void storedBook_hasItsEntriesAndItsHash() {
        var stored = VectorFiles.ours("house/address-book.json");
        var book = AddressBook.parse(stored.get("book").hex()).orThrow();
        assertThat(book).isEqualTo(Books.book());
        assertThat(book.encode()).isEqualTo(stored.get("book").hex());
        assertThat(book.hash()).hasToString(stored.get("hash").text());
        assertThat(book.entries()).hasSize(4);
    }
}
