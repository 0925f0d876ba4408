package tallystick.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Openings;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Openings as files in a node's directory, one for each month, beside the log and never in it. What is erased is
/// overwritten, as far as the file system lets that be done.
///
/// **Threads and processes** any: a node keeps more while an operator's command erases; each waits for the other.
public final class OpeningFiles {
    /// The folder in a node's directory.
    public static final String FOLDER = "openings";

    private static final String ERASED = "erased";
    private static final int ERASED_MAX = 10_000;
    private static final Object TURN = new Object();

    private final Path folder;
    private final Set<Path> mended = new HashSet<>();

    /// How many were erased at once, and why.
    ///
    /// @param reason in the words of whoever did
    public record Erased(int count, String reason) {}

    /// @param node its directory
    public OpeningFiles(Path node) {
        this.folder = node.resolve(FOLDER);
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /// One at a time, in this process and among all.
    private <T> T alone(Work<T> work) throws IOException {
        synchronized (TURN) {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return work.run();
            }
        }
    }

    /// Keeps openings; on disk when it returns.
    /// @spec docs/spec/redaction.md#RD-2 redaction
    public void keep(List<Opening> openings) throws IOException {
        if (openings.isEmpty()) return;
        alone(() -> {
            for (var opening : openings) append(opening);
            return true;
        });
    }

    private void append(Opening opening) throws IOException {
        var file = folder.resolve(month(opening.at()));
        var isNew = !Files.exists(file);
        if (!isNew && !mended.contains(file)) mend(file);
        mended.add(file);
        if (isNew) DurableFile.create(file, Bytes.concat(Openings.beginning(), Openings.encode(opening)));
        else
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                var buffer = ByteBuffer.wrap(Openings.encode(opening).toArray());
                while (buffer.hasRemaining()) channel.write(buffer);
                channel.force(true);
            }
    }

    /// What a crash left half written is cut off: nothing tells of it.
    private static void mend(Path file) throws IOException {
        var bytes = Bytes.copyOf(Files.readAllBytes(file));
        var whole = Openings.wholeBytes(bytes);
        if (whole == bytes.length()) return;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole);
            channel.force(true);
        }
    }

    private static String month(Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return "%04d-%02d".formatted(day.getYear(), day.getMonthValue());
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{4}-[0-9]{2}"))
                    .sorted()
                    .toList();
        }
    }

    /// All of them that a filter takes, month by month.
    ///
    /// @throws IOException if a file cannot be read, or holds no openings
    public List<Opening> read(Predicate<Opening> filter) throws IOException {
        var found = new ArrayList<Opening>();
        for (var file : files()) openings(file).all().stream().filter(filter).forEach(found::add);
        return found;
    }

    private static Openings openings(Path file) throws IOException {
        var bytes = Bytes.copyOf(Files.readAllBytes(file));
        return switch (Openings.parse(bytes.slice(0, Openings.wholeBytes(bytes)))) {
            case Parsed.Ok<Openings>(var openings) -> openings;
            case Parsed.Malformed<Openings>(var offset, var expected) ->
                throw new IOException("%s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }

    /// Erases texts and salts: what they opened is redacted from now on. That it was done is written beside first, for
    /// the node to tell.
    ///
    /// @param reason in the words of whoever does
    /// @return how many there were
    /// @spec docs/spec/redaction.md#RD-6 redaction
    public int erase(Predicate<Opening> wanted, String reason) throws IOException {
        if (!Files.isDirectory(folder)) return 0;
        return alone(() -> {
            var count = read(wanted).size();
            if (count == 0) return 0;
            var told = Files.exists(folder.resolve(ERASED))
                    ? Bytes.copyOf(Files.readAllBytes(folder.resolve(ERASED)))
                    : Bytes.empty();
            var more = new Writer().u32(count).text(reason).toBytes();
            DurableFile.replace(folder.resolve(ERASED), Bytes.concat(told, more));
            for (var file : files()) erase(file, wanted);
            return count;
        });
    }

    private static void erase(Path file, Predicate<Opening> wanted) throws IOException {
        var before = openings(file).all();
        var after = before.stream().filter(wanted.negate()).toList();
        if (after.size() == before.size()) return;
        if (after.isEmpty()) {
            DurableFile.erase(file);
            return;
        }
        // The old file stays writable under this handle when another has taken its place.
        try (var old = FileChannel.open(file, StandardOpenOption.WRITE)) {
            DurableFile.replace(file, new Openings(after).encode());
            var zeros = ByteBuffer.allocate(Math.toIntExact(old.size()));
            while (zeros.hasRemaining()) old.write(zeros);
            old.force(true);
        }
    }

    /// Gives what was erased and is not told yet, and forgets it once it is.
    ///
    /// @param tells writes it down; if that fails, it is given again
    public <E extends Exception> void tell(Telling<E> tells) throws IOException, E {
        var file = folder.resolve(ERASED);
        if (!Files.exists(file)) return;
        var erased = alone(() -> erased(file));
        for (var each : erased) tells.tell(each);
        alone(() -> {
            var all = Files.readAllBytes(file);
            var rest = Bytes.copyOf(all).slice(lengthBytes(erased), all.length);
            if (rest.length() == 0) Files.delete(file);
            else DurableFile.replace(file, rest);
            return true;
        });
    }

    /// Who writes down what was erased.
    @FunctionalInterface
    public interface Telling<E extends Exception> {
        /// Writes it down.
        void tell(Erased erased) throws E;
    }

    private static int lengthBytes(List<Erased> all) {
        return all.stream()
                .mapToInt(
                        each -> 2 * Integer.BYTES + Bytes.ofUtf8(each.reason()).length())
                .sum();
    }

    private static List<Erased> erased(Path file) throws IOException {
        return switch (Reader.parse(Bytes.copyOf(Files.readAllBytes(file)), OpeningFiles::erased)) {
            case Parsed.Ok<List<Erased>>(var all) -> all;
            case Parsed.Malformed<List<Erased>>(var offset, var expected) ->
                throw new IOException("%s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }

    private static List<Erased> erased(Reader reader) throws MalformedInput {
        var all = new ArrayList<Erased>();
        while (reader.remaining() > 0 && all.size() < ERASED_MAX)
            all.add(new Erased(reader.u32("count"), reader.text(Opening.TEXT_BYTES_MAX, "reason")));
        return all;
    }
}
