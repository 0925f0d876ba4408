package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.wire.DurableFile;

/// How far a watch has come on a chain, in a file of its own, so that it goes on there after a restart.
///
/// **Form** one line, `tallystick-watch-1 CHAIN BLOCK`, the next block to look at.
final class WatchPlace {
    private static final Pattern FORM = Pattern.compile("tallystick-watch-1 (\\S{1,64}) ([0-9]{1,18})\n");

    private final Path file;
    private final String chain;

    WatchPlace(Path directory, String chain) throws IOException {
        this.file = Files.createDirectories(directory).resolve("watched-" + chain.replace(':', '-'));
        this.chain = chain;
    }

    /// The next block, if it ran before.
    ///
    /// @throws IOException if the file is not its own: it does not begin anew in silence
    Optional<Long> next() throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        var form = FORM.matcher(Files.readString(file));
        if (!form.matches() || !form.group(1).equals(chain))
            throw new IOException("%s is not where a watch of %s has come".formatted(file, chain));
        return Optional.of(Long.parseLong(form.group(2)));
    }

    void write(long next) throws IOException {
        DurableFile.replace(file, Bytes.ofUtf8("tallystick-watch-1 %s %d\n".formatted(chain, next)));
    }
}
