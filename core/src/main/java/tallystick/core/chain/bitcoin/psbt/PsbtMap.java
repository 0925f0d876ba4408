package tallystick.core.chain.bitcoin.psbt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// The fields of the whole, of one input or of one output, in the order they stand. Fields nobody here knows are kept.
///
/// @param entries no two with the same key
public record PsbtMap(List<PsbtEntry> entries) {
    private static final PsbtMap EMPTY = new PsbtMap(List.of());

    /// Copies.
    public PsbtMap {
        entries = List.copyOf(entries);
    }

    /// The value of a field without key data.
    public Optional<Bytes> value(int type) {
        for (var entry : entries)
            if (entry.type() == type && entry.keyData().length() == 0) return Optional.of(entry.value());
        return Optional.empty();
    }

    /// All entries of a field.
    public List<PsbtEntry> all(int type) {
        return entries.stream().filter(entry -> entry.type() == type).toList();
    }

    /// Whether it has this field.
    boolean has(int type) {
        for (var entry : entries) if (entry.type() == type) return true;
        return false;
    }

    /// This with one more entry, in place of one with the same key.
    PsbtMap with(PsbtEntry added) {
        var others = new ArrayList<>(
                entries.stream().filter(entry -> !entry.hasKeyOf(added)).toList());
        others.add(added);
        return new PsbtMap(others);
    }

    /// This without entries of these fields.
    PsbtMap without(List<Integer> types) {
        return new PsbtMap(
                entries.stream().filter(entry -> !types.contains(entry.type())).toList());
    }

    /// The entries of both in the order of their keys, those of this where both have a key.
    PsbtMap combined(PsbtMap other) {
        var all = new ArrayList<>(entries);
        for (var entry : other.entries) if (entries.stream().noneMatch(entry::hasKeyOf)) all.add(entry);
        all.sort(Comparator.comparing(PsbtEntry::key));
        return new PsbtMap(all);
    }

    /// All of it, written.
    int lengthBytes() {
        return entries.stream().mapToInt(PsbtEntry::lengthBytes).sum() + 1;
    }

    void write(Writer writer) {
        for (var entry : entries) entry.write(writer);
        writer.u8(0);
    }

    /// Reads one map of at most this many entries.
    static PsbtMap read(Reader reader, int entriesMax) throws MalformedInput {
        var keyLengthBytes = keyLength(reader);
        if (keyLengthBytes == 0) return EMPTY;
        var entries = new ArrayList<PsbtEntry>();
        var seen = new HashSet<Bytes>();
        for (; keyLengthBytes != 0; keyLengthBytes = keyLength(reader)) {
            var start = reader.position() - LittleEndian.countLengthBytes(keyLengthBytes);
            if (entries.size() == entriesMax)
                throw new MalformedInput(start, "at most %d fields in all maps".formatted(Psbt.FIELDS_MAX));
            var entry = PsbtEntry.read(reader, keyLengthBytes);
            if (!seen.add(entry.key())) throw new MalformedInput(start, "each key of a map once");
            entries.add(entry);
        }
        return new PsbtMap(entries);
    }

    private static int keyLength(Reader reader) throws MalformedInput {
        return LittleEndian.count(reader, reader.remaining(), "key length");
    }
}
