package tallystick.core.tlog;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Up to 256 neighbouring entries of a log.
///
/// **Form** each entry after its length as a u16, so an entry has at most 65535 bytes.
///
/// @param entries 1..256
/// @spec https://c2sp.org/tlog-tiles#log-entries C2SP tlog-tiles (log entries)
public record EntryBundle(List<Bytes> entries) {
    /// The longest entry.
    public static final int ENTRY_BYTES_MAX = 0xffff;

    /// @throws IllegalArgumentException if there are none, more than 256, or one is too long: the caller's fault
    public EntryBundle {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.size() > TilePath.WIDTH_MAX)
            throw new IllegalArgumentException("bundle of %d entries, not 1..256".formatted(entries.size()));
        for (var entry : entries)
            if (entry.length() > ENTRY_BYTES_MAX)
                throw new IllegalArgumentException("entry of %d bytes, more than 65535".formatted(entry.length()));
    }

    /// The bytes.
    public Bytes encode() {
        var writer = new Writer();
        entries.forEach(entry -> writer.u16(entry.length()).raw(entry));
        return writer.toBytes();
    }

    /// Reads a bundle of exactly `width` entries.
    public static Parsed<EntryBundle> parse(Bytes encoded, int width) {
        return Reader.parse(encoded, reader -> {
            var entries = new ArrayList<Bytes>();
            for (var i = 0; i < width; i++) entries.add(reader.raw(reader.u16("entry length"), "entry"));
            return new EntryBundle(entries);
        });
    }
}
