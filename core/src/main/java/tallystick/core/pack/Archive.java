package tallystick.core.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// A zip file with one form: the files ascending by name, stored and not packed, without times, without extra fields,
/// without gaps, and nothing before or behind.
///
/// **Why** of a usual zip file many bytes say nothing, and whoever alters them alters evidence unseen. Of this one the
/// reader writes again all that is not content and compares, and what is content has its check.
///
/// **Form** `docs/spec/evidence-pack.md`. **Threads** immutable; asks its source for one piece at a time.
public final class Archive {
    /// The longest archive: what zip can say without its 64-bit form.
    public static final long LENGTH_MAX = 0xffff_fffeL;

    /// The most files.
    public static final int FILES_MAX = 0xfffe;

    private static final int SLICE = 1 << 16;
    private static final int DIRECTORY_BYTES_MAX = 64 * 1024 * 1024;

    private final Source source;
    private final List<ArchiveEntry> entries;
    private final Map<String, ArchiveEntry> byName = new HashMap<>();

    /// The bytes of an archive, wherever they are.
    public interface Source {
        /// How many.
        long length();

        /// A piece of them; asked only for what is there.
        Bytes read(long from, int lengthBytes);

        /// Bytes in memory.
        static Source of(Bytes bytes) {
            return new Source() {
                @Override
                public long length() {
                    return bytes.length();
                }

                @Override
                public Bytes read(long from, int lengthBytes) {
                    return bytes.slice((int) from, (int) from + lengthBytes);
                }
            };
        }
    }

    /// Takes pieces of a content, in their order.
    public interface Sink {
        /// The next piece.
        void take(Bytes piece);
    }

    private Archive(Source source, List<ArchiveEntry> entries) {
        this.source = source;
        this.entries = List.copyOf(entries);
        entries.forEach(entry -> byName.put(entry.name(), entry));
    }

    /// What stands before the content of a file that begins at `entry.offset()`.
    /// @spec docs/spec/evidence-pack.md#EP-1 evidence-pack
    public static Bytes header(ArchiveEntry entry) {
        return ArchiveForm.header(entry);
    }

    /// What stands behind the content of the last file.
    ///
    /// @param entries in their order
    /// @spec docs/spec/evidence-pack.md#EP-1 evidence-pack
    public static Bytes tail(List<ArchiveEntry> entries) {
        return ArchiveForm.tail(entries);
    }

    /// Reads all that is not content, and nothing but the one form of it. Contents are checked by [#isWhole].
    /// @spec docs/spec/evidence-pack.md#EP-2 evidence-pack
    public static Parsed<Archive> parse(Source source) {
        try {
            var entries = directory(source);
            for (var entry : entries) {
                var header = ArchiveForm.header(entry);
                if (!source.read(entry.offset(), header.length()).equals(header))
                    throw malformed(entry.offset(), "the header of " + entry.name());
            }
            return new Parsed.Ok<>(new Archive(source, entries));
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private static List<ArchiveEntry> directory(Source source) throws MalformedInput {
        var length = source.length();
        if (length < ArchiveForm.END_BYTES || length > LENGTH_MAX)
            throw new MalformedInput(0, "an archive of 22 bytes to 4 GiB, found %d".formatted(length));
        var end = source.read(length - ArchiveForm.END_BYTES, ArchiveForm.END_BYTES);
        var count = ArchiveForm.readU16(end, 10);
        var size = ArchiveForm.readU32(end, 12);
        var start = ArchiveForm.readU32(end, 16);
        if (count > FILES_MAX || size > DIRECTORY_BYTES_MAX || start + size + ArchiveForm.END_BYTES != length)
            throw malformed(length - ArchiveForm.END_BYTES, "an end that fits the archive");
        var bytes = source.read(start, (int) size);
        var entries = new ArrayList<ArchiveEntry>();
        for (var at = 0; entries.size() < count; ) {
            var entry = entry(bytes, at, start);
            var before = entries.isEmpty() ? Optional.<ArchiveEntry>empty() : Optional.of(entries.getLast());
            follows(before, entry, start + at);
            entries.add(entry);
            at += ArchiveForm.DIRECTORY_HEADER_BYTES + entry.name().length();
        }
        if (!entries.isEmpty() && entries.getLast().end() != start || entries.isEmpty() && start != 0)
            throw malformed(start, "a directory right behind the last file");
        var tail = ArchiveForm.tail(entries);
        if (!tail.equals(Bytes.concat(bytes, end))) throw malformed(start, "the one form of this directory");
        return entries;
    }

    private static ArchiveEntry entry(Bytes directory, int at, long start) throws MalformedInput {
        if (at + ArchiveForm.DIRECTORY_HEADER_BYTES > directory.length())
            throw malformed(start + at, "another file in the directory");
        var length = ArchiveForm.readU16(directory, at + 28);
        var from = at + ArchiveForm.DIRECTORY_HEADER_BYTES;
        if (from + length > directory.length()) throw malformed(start + at, "a name within the directory");
        var name = ascii(directory.slice(from, from + length));
        var size = ArchiveForm.readU32(directory, at + 24);
        var offset = ArchiveForm.readU32(directory, at + 42);
        if (!ArchiveEntry.isName(name)) throw malformed(start + from, "a plain name without ways out");
        if (size > LENGTH_MAX || offset > LENGTH_MAX) throw malformed(start + at, "sizes without the 64-bit form");
        return new ArchiveEntry(name, offset, size, (int) ArchiveForm.readU32(directory, at + 16));
    }

    private static String ascii(Bytes bytes) {
        var text = new StringBuilder();
        for (var i = 0; i < bytes.length(); i++) text.append((char) bytes.at(i));
        return text.toString();
    }

    private static void follows(Optional<ArchiveEntry> before, ArchiveEntry entry, long at) throws MalformedInput {
        var end = before.map(ArchiveEntry::end).orElse(0L);
        if (entry.offset() != end)
            throw malformed(at, "%s to begin at %d, right behind what is before it".formatted(entry.name(), end));
        if (before.isPresent() && before.get().name().compareTo(entry.name()) >= 0)
            throw malformed(at, "%s in its place by name, once".formatted(entry.name()));
    }

    private static MalformedInput malformed(long at, String expected) {
        return new MalformedInput((int) Math.min(at, Integer.MAX_VALUE), expected);
    }

    /// The files, ascending by name.
    public List<ArchiveEntry> entries() {
        return entries;
    }

    /// The file of that name.
    public Optional<ArchiveEntry> entry(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Gives a file's content piece by piece.
    public void read(ArchiveEntry entry, Sink sink) {
        for (var at = 0L; at < entry.size(); at += SLICE)
            sink.take(source.read(entry.contentOffset() + at, (int) Math.min(SLICE, entry.size() - at)));
    }

    /// A piece of a file's content.
    ///
    /// @throws IllegalArgumentException if it is not within the content: the caller's fault
    public Bytes read(ArchiveEntry entry, long from, int lengthBytes) {
        if (from < 0 || lengthBytes < 0 || from + lengthBytes > entry.size())
            throw new IllegalArgumentException("%d bytes at %d of %d".formatted(lengthBytes, from, entry.size()));
        return source.read(entry.contentOffset() + from, lengthBytes);
    }

    /// Whether a file's content is what its header says.
    public boolean isWhole(ArchiveEntry entry) {
        var crc = new CRC32();
        read(entry, piece -> crc.update(piece.toArray()));
        return (int) crc.getValue() == entry.crc();
    }
}
