package tallystick.tools.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.knowledge.KnowledgeFile;
import tallystick.crypto.codec.Bytes;

/// What makes bytes readable, and which fees are dear, as a command's option.
public final class KnowledgeOptions {
    @Option(
            names = "--knowledge",
            paramLabel = "FILE",
            description = "names, units, interfaces and caps of fees, as JSON (docs/spec/knowledge.md)")
    private @Nullable Path file;

    /// What the file says; nothing if none was named.
    ///
    /// @throws Unusable if the file is not of its form
    public Knowledge read(Chains chains) throws IOException, Unusable {
        var named = file;
        if (named == null) return Knowledge.none();
        var folder = Optional.ofNullable(named.toAbsolutePath().getParent()).orElse(named);
        try {
            return new KnowledgeFile(chains, (name, max) -> beside(folder, name, max))
                    .parse(bounded(named, KnowledgeFile.LENGTH_BYTES_MAX));
        } catch (UncheckedIOException unread) {
            throw unread.getCause();
        }
    }

    /// Looked at before it is opened: opening a pipe would wait for ever.
    ///
    /// @spec docs/spec/knowledge.md#KN-1 knowledge
    private static Bytes beside(Path folder, Entry name, int lengthBytesMax) throws Unusable {
        try {
            var real = folder.toRealPath();
            var file = real.resolve(name.text()).toRealPath();
            if (!file.startsWith(real) || !Files.isRegularFile(file))
                throw name.expected("a regular file inside the folder of this one");
            return bounded(file, lengthBytesMax);
        } catch (InvalidPathException noName) {
            throw name.expected("the name of a file");
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    private static Bytes bounded(Path file, int lengthBytesMax) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            return Bytes.copyOf(stream.readNBytes(lengthBytesMax + 1));
        }
    }
}
