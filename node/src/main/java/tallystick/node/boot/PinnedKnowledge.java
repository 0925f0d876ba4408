package tallystick.node.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.knowledge.KnowledgeFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A knowledge file and the hash it must have.
///
/// **Why** a node judges by it: what a contract's function is called, which code may run on an account's own state. So
/// it is named by its content and read once, at the start; a node with another file does not start.
///
/// @param file its descriptors lie beside it, each pinned by the file itself
/// @param sha256 of the file's bytes
public record PinnedKnowledge(Path file, Digest32 sha256) {
    private static final int LENGTH_BYTES_MAX = 16 * 1024 * 1024;

    /// Reads it, if there is one; otherwise nothing is known.
    static Knowledge read(Optional<PinnedKnowledge> pinned, Chains chains) throws IOException {
        return pinned.isPresent() ? pinned.get().read(chains) : Knowledge.none();
    }

    /// Reads it.
    ///
    /// @spec docs/spec/knowledge.md#KN-2 knowledge
    /// @throws IOException if it cannot be read, is another than the pinned one, or is not of its form
    public Knowledge read(Chains chains) throws IOException {
        var bytes = bounded(file, LENGTH_BYTES_MAX);
        if (bytes.length() > LENGTH_BYTES_MAX)
            throw new IOException("%s has more than %d bytes".formatted(file, LENGTH_BYTES_MAX));
        if (!StandardHash.sha256(bytes).equals(sha256))
            throw new IOException(file + " is another file than the one pinned by --knowledge-sha256");
        try {
            return new KnowledgeFile(chains, this::beside).parse(bytes);
        } catch (Unusable malformed) {
            throw new IOException(file + ": " + malformed.getMessage(), malformed);
        }
    }

    /// Looked at before it is opened: opening a pipe would wait for ever.
    private Bytes beside(Entry name, int lengthBytesMax) throws Unusable {
        var expected = "the name of a regular file inside the folder of this one that can be read";
        try {
            var folder = file.toAbsolutePath().resolveSibling("").toRealPath();
            var named = folder.resolve(name.text()).toRealPath();
            if (!named.startsWith(folder) || !Files.isRegularFile(named)) throw name.expected(expected);
            return bounded(named, lengthBytesMax);
        } catch (IOException | InvalidPathException unread) {
            throw name.expected(expected);
        }
    }

    private static Bytes bounded(Path path, int lengthBytesMax) throws IOException {
        try (var stream = Files.newInputStream(path)) {
            return Bytes.copyOf(stream.readNBytes(lengthBytesMax + 1));
        }
    }
}
