package tallystick.node.boot;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// What this process runs from, for the log, for receipts and for attestations.
///
/// **Why** every jar counts, not only the node's own: who changes a library changes the node. Anybody can make the hash
/// again from the same commit (`./tallystick build-hash`) or from the jars with the tools of any system.
///
/// @param version as the build wrote it
/// @param hash over every jar and directory of the class path
record Build(String version, Digest32 hash) {
    static Build own() throws IOException {
        var version = Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new Build(version, hash(Arrays.stream(classPath()).map(Path::of).toList()));
    }

    private static String[] classPath() {
        return System.getProperty("java.class.path").split(File.pathSeparator);
    }

    /// Hash of what a program runs from: the SHA-256 of each jar and directory, in hex, ascending, each once, a line
    /// each. Names, places, order and times do not count.
    ///
    /// @param entries of a class path; what is not there is left out, as by the JVM; an empty one stands for the
    /// working directory, whose files are not the program's: it counts as the hash of nothing, which no release has
    /// @throws IOException if one cannot be read
    /// @spec docs/spec/attestation.md#AT-4 attestation
    static Digest32 hash(List<Path> entries) throws IOException {
        var lines = new TreeSet<String>();
        for (var entry : entries) {
            if (entry.toString().isEmpty()) lines.add(StandardHash.sha256(Bytes.empty()) + "\n");
            else if (Files.isDirectory(entry)) lines.add(directory(entry) + "\n");
            else if (Files.isRegularFile(entry)) lines.add(file(entry) + "\n");
        }
        return StandardHash.sha256(Bytes.ofUtf8(String.join("", lines)));
    }

    /// Of the lines that `sha256sum` prints for all files below, ascending by name.
    private static Digest32 directory(Path directory) throws IOException {
        var lines = new TreeMap<String, String>();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = directory.relativize(file).toString().replace(File.separatorChar, '/');
                lines.put(name, "%s  %s\n".formatted(file(file), name));
            }
        }
        return StandardHash.sha256(Bytes.ofUtf8(String.join("", lines.values())));
    }

    private static Digest32 file(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var arena = Arena.ofConfined()) {
            return StandardHash.sha256(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }
}
