package tallystick.tools.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.knowledge.KnowledgeFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.pack.PackNames;
import tallystick.tools.pack.Staged;

/// Takes into a pack a knowledge file that nodes judged by, with all that it names beside it.
final class KnowledgeTaking {
    private final Staged staged;
    private final Path file;

    KnowledgeTaking(Staged staged, Path file) {
        this.staged = staged;
        this.file = file.toAbsolutePath();
    }

    /// @spec docs/spec/evidence-pack.md#EP-13 evidence-pack
    void take() throws IOException, NotExported {
        var bytes = bounded(file, KnowledgeFile.LENGTH_BYTES_MAX);
        var hash = StandardHash.sha256(bytes);
        try {
            new KnowledgeFile(Chains.all(), (named, max) -> {
                        var content = beside(named, max);
                        put(PackNames.beside(hash, named.text()), content);
                        return content;
                    })
                    .parse(bytes);
            staged.put(PackNames.knowledge(hash), bytes);
        } catch (Unusable malformed) {
            throw new NotExported("%s: %s".formatted(file, malformed.getMessage()));
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void put(String name, Bytes content) {
        try {
            staged.put(name, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Looked at before it is opened: opening a pipe would wait for ever.
    private Bytes beside(Entry named, int lengthBytesMax) throws Unusable {
        var expected = "the name of a regular file inside the folder of this one that can be read";
        try {
            var folder = file.resolveSibling("").toRealPath();
            var real = folder.resolve(named.text()).toRealPath();
            if (!real.startsWith(folder) || !Files.isRegularFile(real)) throw named.expected(expected);
            return bounded(real, lengthBytesMax);
        } catch (IOException | InvalidPathException unread) {
            throw named.expected(expected);
        }
    }

    private static Bytes bounded(Path path, int lengthBytesMax) throws IOException {
        try (var stream = Files.newInputStream(path)) {
            return Bytes.copyOf(stream.readNBytes(lengthBytesMax + 1));
        }
    }
}
