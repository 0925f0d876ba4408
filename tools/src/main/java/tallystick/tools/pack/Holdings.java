package tallystick.tools.pack;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import tallystick.core.pack.Archive;
import tallystick.crypto.codec.Bytes;

/// The files of a pack, be they still in a folder or in the archive already: both are read in the same way.
public interface Holdings {
    /// The names of all files, ascending.
    NavigableSet<String> names();

    /// How long a file is.
    ///
    /// @throws IllegalArgumentException if there is none of that name: the caller's fault
    long size(String name);

    /// A piece of a file.
    Bytes read(String name, long from, int lengthBytes);

    /// A whole file that fits into memory; empty if there is none, or it is longer than `lengthBytesMax`.
    default Optional<Bytes> read(String name, int lengthBytesMax) {
        if (!names().contains(name) || size(name) > lengthBytesMax) return Optional.empty();
        return Optional.of(read(name, 0, (int) size(name)));
    }

    /// The names that begin so.
    default List<String> below(String folder) {
        return names().subSet(folder, true, folder + '\uffff', false).stream().toList();
    }

    /// Gives a whole file piece by piece.
    default void read(String name, Archive.Sink sink) {
        var slice = 1 << 16;
        var size = size(name);
        for (var at = 0L; at < size; at += slice) sink.take(read(name, at, (int) Math.min(slice, size - at)));
    }
}
