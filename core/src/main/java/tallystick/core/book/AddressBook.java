package tallystick.core.book;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// The accounts an organisation knows by name: one version of the document.
///
/// **Form** canonical bytes, `docs/spec/address-book.md`; entries ascending by chain and address, no account twice.
///
/// **Threads** immutable.
public final class AddressBook {
    /// The longest canonical form.
    public static final int LENGTH_BYTES_MAX = 4 * 1024 * 1024;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-address-book");
    private static final Bytes FORMAT = Bytes.copyOf((byte) 1);
    private static final int ENTRIES_MAX = 10_000;

    private final int version;
    private final List<BookEntry> entries;
    private final Map<Account, BookEntry> byAccount = new HashMap<>();

    /// @param version from 1, raised by each change
    /// @param entries ascending by chain and address, at most 10,000
    /// @throws IllegalArgumentException if an account repeats or a number is out of range: the caller's fault
    public AddressBook(int version, List<BookEntry> entries) {
        this.version = version;
        this.entries = List.copyOf(entries);
        if (version < 1) throw new IllegalArgumentException("address book version %d below 1".formatted(version));
        if (entries.size() > ENTRIES_MAX)
            throw new IllegalArgumentException("%d entries, more than 10000".formatted(entries.size()));
        var last = "";
        for (var entry : this.entries) {
            if (entry.place().compareTo(last) <= 0) throw new IllegalArgumentException("entries not ascending");
            last = entry.place();
            byAccount.put(entry.account(), entry);
        }
    }

    /// The version's number, from 1.
    public int version() {
        return version;
    }

    /// All entries, ascending, blocked ones too.
    public List<BookEntry> entries() {
        return entries;
    }

    /// The entry of this account, blocked or not.
    public Optional<BookEntry> entry(Account account) {
        return Optional.ofNullable(byAccount.get(account));
    }

    /// The canonical bytes.
    /// @spec docs/spec/address-book.md#AB-1 address-book
    public Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .raw(FORMAT)
                .u32(version)
                .list(entries, (writer, entry) -> entry.write(writer))
                .toBytes();
    }

    /// The hash of the canonical bytes.
    public Digest32 hash() {
        return Transcript.of("tallystick/book/v1/book").add("book", encode()).digest();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<AddressBook> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(
                    LENGTH_BYTES_MAX, "address book of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "address book magic");
            reader.expect(FORMAT, "address book format 1");
            var start = reader.position();
            var version = reader.u32("address book version");
            var entries = reader.list(0, ENTRIES_MAX, "entries", BookEntry::read);
            try {
                return new AddressBook(version, entries);
            } catch (IllegalArgumentException outOfRange) {
                throw new MalformedInput(start, "a good address book: " + outOfRange.getMessage());
            }
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressBook that && version == that.version && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return 31 * version + entries.hashCode();
    }

    @Override
    public String toString() {
        return "AddressBook version %d of %d entries".formatted(version, entries.size());
    }
}
