package tallystick.core.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import tallystick.core.pack.Archive;
import tallystick.core.pack.ArchiveEntry;
import tallystick.crypto.codec.Bytes;

/// Archives in memory.
public final class Zips {
    private Zips() {}

    /// One of these files, in this order.
    public static Bytes of(List<Map.Entry<String, String>> files) {
        var entries = new ArrayList<ArchiveEntry>();
        var whole = Bytes.empty();
        for (var file : files) {
            var content = Bytes.ofUtf8(file.getValue());
            var crc = new CRC32();
            crc.update(content.toArray());
            var entry = new ArchiveEntry(file.getKey(), whole.length(), content.length(), (int) crc.getValue());
            entries.add(entry);
            whole = Bytes.concat(whole, Archive.header(entry), content);
        }
        return Bytes.concat(whole, Archive.tail(entries));
    }

    /// Three files.
    public static Bytes three() {
        return of(List.of(Map.entry("a", "one"), Map.entry("b/c.txt", "two, longer"), Map.entry("b/d", "")));
    }
}
