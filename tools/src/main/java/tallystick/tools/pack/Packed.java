package tallystick.tools.pack;

import java.util.NavigableSet;
import java.util.TreeSet;
import tallystick.core.pack.Archive;
import tallystick.core.pack.ArchiveEntry;
import tallystick.crypto.codec.Bytes;

/// The files of an archive.
///
/// **Threads** one.
public final class Packed implements Holdings {
    private final Archive archive;
    private final NavigableSet<String> names = new TreeSet<>();

    /// @param archive whose contents may be anything
    public Packed(Archive archive) {
        this.archive = archive;
        archive.entries().forEach(entry -> names.add(entry.name()));
    }

    @Override
    public NavigableSet<String> names() {
        return names;
    }

    @Override
    public long size(String name) {
        return entry(name).size();
    }

    @Override
    public Bytes read(String name, long from, int lengthBytes) {
        return archive.read(entry(name), from, lengthBytes);
    }

    private ArchiveEntry entry(String name) {
        return archive.entry(name).orElseThrow(() -> new IllegalArgumentException("no file " + name));
    }
}
