package tallystick.tools.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.zip.CRC32;
import tallystick.core.pack.Archive;
import tallystick.core.pack.ArchiveEntry;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.RunningSha256;

/// The files of a pack that is being made, in a folder.
///
/// **Threads** one.
public final class Staged implements Holdings {
    private final Path folder;
    private final NavigableSet<String> names = new TreeSet<>();

    private Staged(Path folder) {
        this.folder = folder;
    }

    /// Opens the folder, with what an export that was broken off left there.
    public static Staged open(Path folder) throws IOException {
        Files.createDirectories(folder);
        var staged = new Staged(folder);
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = folder.relativize(file).toString().replace('\\', '/');
                if (ArchiveEntry.isName(name) && !name.endsWith(".new") && PackNames.isListed(name))
                    staged.names.add(name);
                else Files.delete(file);
            }
        }
        return staged;
    }

    @Override
    public NavigableSet<String> names() {
        return names;
    }

    @Override
    public long size(String name) {
        try {
            return Files.size(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Bytes read(String name, long from, int lengthBytes) {
        try (var file = PackFile.open(folder.resolve(name))) {
            return file.read(from, lengthBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void read(String name, Archive.Sink sink) {
        try (var file = PackFile.open(folder.resolve(name))) {
            var slice = 1 << 16;
            for (var at = 0L; at < file.length(); at += slice)
                sink.take(file.read(at, (int) Math.min(slice, file.length() - at)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Puts a file in its place in one step.
    public void put(String name, Bytes content) throws IOException {
        try (var out = new StagedFile(this, name)) {
            out.take(content);
            out.finish();
        }
    }

    /// Begins a file that is written piece by piece; it is there once it is finished.
    public StagedFile begin(String name) throws IOException {
        return new StagedFile(this, name);
    }

    /// Takes a file away again, if it is there.
    public void remove(String name) throws IOException {
        if (names.remove(name)) Files.delete(folder.resolve(name));
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    void added(String name) {
        names.add(name);
    }

    /// Every file by name, size and hash, but the manifest and what is about it.
    public List<PackManifest.Packed> listed() {
        var files = new ArrayList<PackManifest.Packed>();
        for (var name : names) {
            if (!PackNames.isListed(name)) continue;
            var hash = new RunningSha256();
            read(name, hash::take);
            files.add(new PackManifest.Packed(name, hash.lengthBytes(), hash.digest()));
        }
        return files;
    }

    /// Writes the archive of all files; it is there once it is whole.
    ///
    /// @spec docs/spec/evidence-pack.md#EP-50 evidence-pack
    /// @throws IOException if the disk fails, or they do not fit into one archive
    public void archive(Path out) throws IOException {
        if (names.size() > Archive.FILES_MAX)
            throw new IOException("%d files, more than a pack holds: ask for a shorter time".formatted(names.size()));
        var entries = new ArrayList<ArchiveEntry>();
        var beside = out.resolveSibling(out.getFileName() + ".new");
        try (var channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (var name : names) {
                var entry = entry(name, channel.position());
                entries.add(entry);
                StagedFile.write(channel, Archive.header(entry));
                read(name, piece -> {
                    try {
                        StagedFile.write(channel, piece);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
            StagedFile.write(channel, Archive.tail(entries));
            channel.force(true);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        Files.move(beside, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private ArchiveEntry entry(String name, long offset) throws IOException {
        var crc = new CRC32();
        read(name, piece -> crc.update(piece.toArray()));
        var size = size(name);
        if (offset + size > Archive.LENGTH_MAX - (1 << 26))
            throw new IOException("more than 4 GiB, which no pack holds: ask for a shorter time");
        return new ArchiveEntry(name, offset, size, (int) crc.getValue());
    }

    /// Deletes the folder.
    public void delete() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
