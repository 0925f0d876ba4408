package tallystick.core.book;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.clear.SafeText;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// One account that somebody wrote down.
///
/// @param account on one chain; the same address of another chain is another account
/// @param label for people, 1..64 characters, safe to look at as it is
/// @param counterparty whose it is, `[a-z][a-z0-9.-]{0,62}`
/// @param addedAt when it was written down, as the proposer says, whole seconds; nothing is counted from it
/// @param addedBy who proposed it
/// @param tags `[a-z][a-z0-9-]{0,31}`, ascending, at most 16
/// @param isBlocked whether nothing may go there any more: it permits nothing, and stays to be compared with
public record BookEntry(
        Account account,
        String label,
        String counterparty,
        Instant addedAt,
        PersonId addedBy,
        List<String> tags,
        boolean isBlocked) {
    private static final int LABEL_CHARACTERS_MAX = 64;
    private static final int TAGS_MAX = 16;
    private static final Pattern COUNTERPARTY = Pattern.compile("[a-z][a-z0-9.-]{0,62}");
    private static final Pattern TAG = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final String EVM = "eip155";

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public BookEntry {
        tags = List.copyOf(tags);
        if (!SafeText.isSafe(label, LABEL_CHARACTERS_MAX))
            throw new IllegalArgumentException("label not of 1..64 characters that are safe to look at");
        if (!COUNTERPARTY.matcher(counterparty).matches())
            throw new IllegalArgumentException("counterparty not of [a-z][a-z0-9.-]{0,62}");
        if (addedAt.getNano() != 0 || addedAt.getEpochSecond() < 0)
            throw new IllegalArgumentException("a moment that is no whole second since 1970");
        if (tags.size() > TAGS_MAX) throw new IllegalArgumentException("%d tags, more than 16".formatted(tags.size()));
        for (var i = 0; i < tags.size(); i++)
            if (!TAG.matcher(tags.get(i)).matches() || i > 0 && tags.get(i - 1).compareTo(tags.get(i)) >= 0)
                throw new IllegalArgumentException("tags not of [a-z][a-z0-9-]{0,31}, ascending");
    }

    /// The same entry, blocked.
    public BookEntry blocked() {
        return new BookEntry(account, label, counterparty, addedAt, addedBy, tags, true);
    }

    /// What no two entries have in common: where case says nothing, it makes no second account.
    String place() {
        var address = account.chain().namespace().equals(EVM)
                ? account.address().toLowerCase(Locale.ROOT)
                : account.address();
        return account.chain() + ":" + address;
    }

    void write(Writer writer) {
        writer.text(account.chain().namespace())
                .text(account.chain().reference())
                .text(account.address())
                .text(label)
                .text(counterparty)
                .u64(addedAt.getEpochSecond())
                .text(addedBy.name())
                .list(tags, Writer::text)
                .bool(isBlocked);
    }

    static BookEntry read(Reader reader) throws MalformedInput {
        var start = reader.position();
        try {
            var chain = new ChainId(reader.text(8, "chain namespace"), reader.text(32, "chain reference"));
            return new BookEntry(
                    new Account(chain, reader.text(128, "address")),
                    reader.text(256, "label"),
                    reader.text(63, "counterparty"),
                    reader.second("added at"),
                    new PersonId(reader.text(65, "added by")),
                    reader.list(0, TAGS_MAX, "tags", each -> each.text(32, "tag")),
                    reader.bool("blocked"));
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good entry: " + outOfRange.getMessage());
        }
    }
}
