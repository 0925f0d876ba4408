package tallystick.node.docket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Case;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.node.gate.Bench;
import tallystick.node.ledger.Kept;
import tallystick.node.ledger.StoreUnavailable;

/// The docket as files in one directory.
///
/// **Why** the log names a ruling's basis by its hash alone; whoever is to rule again needs what is behind it. What is
/// to be signed waits until the ruling that allows it is on disk; nothing else waits: a node that loses a second of it
/// to a power cut has judged all the same, and the auditor sees which rulings nobody can repeat.
///
/// **Threads** any may hand in; one platform thread writes, and who waits meanwhile shares the next sync.
public final class FileDocket implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FileDocket.class.getName());
    private static final int WAITING_MAX = 1024;
    private static final int RULINGS_MAX = 4096;
    private static final long FILE_BYTES_MAX = 16L * 1024 * 1024;
    private static final long SYNC_NANOS = 1_000_000_000L;

    private final Path rulings;
    private final Path rows;
    private final String node;
    private final Optional<Digest32> knowledge;
    private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread;
    private final Set<Digest32> known = new HashSet<>();
    private final List<Filed> unsynced = new ArrayList<>();
    private final Map<String, Kept> owed = new LinkedHashMap<>();
    private Optional<FileChannel> file = Optional.empty();
    private long number;
    private long fileBytes;
    private int fileRulings;
    private boolean isFailing;
    private boolean isOwing;
    private volatile boolean isTroubled;
    private volatile boolean wasTroubled;
    private volatile boolean isEnding;

    private sealed interface Work {
        record Ruled(Case asked, Standing standing, Instant now, Digest32 basis, Filed filed) implements Work {}

        /// Somebody waits.
        record Sync(Filed filed) implements Work {}

        record Rows(List<Kept> rows) implements Work {}

        record End() implements Work {}
    }

    /// A ruling that was handed in.
    private final class Filed implements Bench.Filing {
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile boolean isKept;

        private void end(boolean kept) {
            isKept = kept;
            done.countDown();
        }

        @Override
        public void await() throws StoreUnavailable {
            put(new Work.Sync(this));
            try {
                while (!done.await(1, TimeUnit.SECONDS)) if (!thread.isAlive() && done.getCount() > 0) break;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailable("keep a ruling in the docket: interrupted", e);
            }
            if (!isKept) throw new StoreUnavailable("keep a ruling in the docket", new IOException("not written"));
        }
    }

    private FileDocket(Path directory, String node, Optional<Digest32> knowledge) throws IOException {
        this.rulings = Files.createDirectories(directory.resolve("rulings"));
        this.rows = Files.createDirectories(directory.resolve("kept"));
        sync(directory);
        sync(Optional.ofNullable(directory.toAbsolutePath().getParent()).orElse(directory));
        this.node = node;
        this.knowledge = knowledge;
        try (var files = Files.list(rulings)) {
            this.number = files.map(each -> each.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{8}"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
        }
        this.thread = Thread.ofPlatform().name("docket").start(this::run);
    }

    /// Opens or begins the docket of a node.
    ///
    /// @param knowledge SHA-256 of the file that makes bytes readable to this node, if there is one
    public static FileDocket open(Path directory, String node, Optional<Digest32> knowledge) throws IOException {
        return new FileDocket(directory, node, knowledge);
    }

    /// A ruling was made; before the log tells of it.
    ///
    /// @return waits until it is on disk, for whom that matters
    public Bench.Filing ruled(Case asked, Standing standing, Instant now, Ruling ruling) {
        var filed = new Filed();
        put(new Work.Ruled(asked, standing, now, ruling.basis().digest(), filed));
        return filed;
    }

    /// Rows of governed documents are in the ledger.
    public void kept(List<Kept> changed) {
        put(new Work.Rows(List.copyOf(changed)));
    }

    private void put(Work work) {
        try {
            while (!queue.offer(work, 1, TimeUnit.SECONDS)) if (!thread.isAlive()) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var isDirty = false;
        var dirtySince = 0L;
        try {
            while (true) {
                var rest = SYNC_NANOS - (System.nanoTime() - dirtySince);
                var work = isDirty ? queue.poll(rest, TimeUnit.NANOSECONDS) : queue.take();
                if (work instanceof Work.End) {
                    isEnding = true;
                    break;
                }
                var isAwaited = work instanceof Work.Sync(var filed) && unsynced.contains(filed);
                if (work instanceof Work.Sync && !isAwaited) continue;
                if (work != null && !isAwaited) {
                    attempt(Optional.of(work));
                    if (!isDirty) dirtySince = System.nanoTime();
                    isDirty = true;
                }
                if (!isAwaited && System.nanoTime() - dirtySince < SYNC_NANOS) continue;
                attempt(Optional.empty());
                isDirty = !owed.isEmpty();
                dirtySince = System.nanoTime();
            }
        } catch (InterruptedException e) {
            LOG.log(Level.FINE, "interrupted", e);
        }
        attempt(Optional.empty());
    }

    /// Nothing to write is time to have it on disk for certain. A file that failed may end within an item: nothing
    /// comes behind that, the next ruling begins another.
    private void attempt(Optional<Work> work) {
        try {
            if (work.isEmpty()) sync();
            if (work.isPresent() && work.get() instanceof Work.Ruled ruled) {
                unsynced.add(ruled.filed());
                write(ruled);
            }
            isFailing = false;
        } catch (IOException e) {
            end(false);
            if (!isFailing)
                LOG.log(Level.SEVERE, "the docket cannot be written: these rulings cannot be ruled again", e);
            isFailing = true;
            closeFile();
        }
        if (work.isPresent() && work.get() instanceof Work.Rows(var changed))
            changed.forEach(row -> owed.put(name(row), row));
        if (!(work.isPresent() && work.get() instanceof Work.Ruled)) writeOwed();
        isTroubled = isFailing || isOwing;
        wasTroubled |= isTroubled;
    }

    /// What people signed is there once, and auditors ask for it for ever: it is tried until it is written.
    /// @spec docs/spec/evidence-pack.md#EP-60 evidence-pack
    private void writeOwed() {
        for (var row : List.copyOf(owed.values()))
            try {
                write(row);
                owed.remove(name(row));
            } catch (IOException e) {
                if (!isOwing) LOG.log(Level.SEVERE, "the docket cannot be written: what people signed waits for it", e);
                isOwing = true;
            }
        isOwing = !owed.isEmpty();
    }

    private void sync() throws IOException {
        if (file.isPresent()) file.get().force(false);
        end(true);
    }

    private void end(boolean kept) {
        unsynced.forEach(filed -> filed.end(kept));
        unsynced.clear();
    }

    /// Why auditors will miss what is ruled now, or was since somebody asked; empty if nothing is wrong.
    /// @spec docs/spec/evidence-pack.md#EP-60 evidence-pack
    public Optional<String> trouble() {
        if (!isEnding && !thread.isAlive())
            return Optional.of(AuditEvent.AlarmRang.DOCKET + ": what writes it has ended by a fault of this program,"
                    + " nothing is signed until this node is restarted");
        var isTold = wasTroubled;
        wasTroubled = isTroubled;
        return isTold || isTroubled
                ? Optional.of(AuditEvent.AlarmRang.DOCKET + ": these rulings cannot be ruled again")
                : Optional.empty();
    }

    private void closeFile() {
        try {
            if (file.isPresent()) file.get().close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a file of the docket cannot be closed", e);
        }
        file = Optional.empty();
    }

    /// @spec docs/spec/evidence-pack.md#EP-7 evidence-pack
    private void write(Work.Ruled ruled) throws IOException {
        if (file.isEmpty() || fileBytes > FILE_BYTES_MAX || fileRulings >= RULINGS_MAX) begin();
        var asked = ruled.asked();
        var heard = new Heard(
                ruled.basis(),
                ruled.now(),
                asked.seenAt(),
                asked.evidence(),
                asked.source(),
                asked.isReplacement(),
                knowledge,
                List.of());
        var writer = new Writer();
        Docket.items(heard, ruled.standing().encode(), known).forEach(item -> writer.raw(Docket.encode(item)));
        append(writer.toBytes());
        fileRulings++;
    }

    private void begin() throws IOException {
        if (file.isPresent()) {
            file.get().force(false);
            file.get().close();
        }
        number++;
        file = Optional.of(FileChannel.open(
                rulings.resolve("%08d".formatted(number)), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        sync(rulings);
        known.clear();
        fileBytes = 0;
        fileRulings = 0;
        append(Docket.beginning(node));
    }

    /// What was synced is lost all the same if its name was not.
    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void append(Bytes bytes) throws IOException {
        write(file.orElseThrow(), bytes);
        fileBytes += bytes.length();
    }

    private static void write(FileChannel channel, Bytes bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes.toArray());
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    private static String name(Kept row) {
        return "%02d-%s".formatted(row.kind(), row.id().toHex());
    }

    /// One file for each row, the newest in the place of the one before.
    private void write(Kept row) throws IOException {
        var name = name(row);
        var beside = rows.resolve(name + ".new");
        var bytes = new Writer().u64(row.at().toEpochMilli()).raw(row.body()).toBytes();
        try (var channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, bytes);
            channel.force(false);
        }
        Files.move(beside, rows.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Writes what waits.
    @Override
    public void close() {
        put(new Work.End());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeFile();
    }
}
