package tallystick.node.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.NoteKey;
import tallystick.core.tlog.NoteSignature;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.wire.MemberIdentity;

/// The log as files in one directory.
///
/// **Why** an entry is in the synced journal, with a signed checkpoint over it, before [#append] returns; tiles follow
/// behind and are synced now and then, after which the journal begins anew. So a process killed at any byte finds every
/// entry it answered for.
///
/// **Threads** any may append; one platform thread writes, and what waits meanwhile shares the next sync.
public final class FileLog implements AuditLog, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FileLog.class.getName());
    private static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;
    private static final long JOURNAL_BYTES_MAX = 4L * 1024 * 1024;
    private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /// Where that many entries wait to be published, a busy node waits for more of them: publishing costs as much for
    /// one as for a hundred.
    private static final int MANY = 16;

    private static final long PUBLISH_MANY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final MemberIdentity identity;
    private final String origin;
    private final InstantSource clock;
    private final FileLock lock;
    private final LogFiles files;
    private final GrowingTree tree;
    private final Journal journal;
    private final Set<TilePath> full = new HashSet<>();
    private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final SortedMap<String, SignedCheckpoint> cosigned;
    private SignedCheckpoint newest;
    private volatile SignedCheckpoint published;
    private volatile long written;
    private volatile long worthWitnessing;
    private volatile boolean closed;
    private volatile Optional<IOException> trouble = Optional.empty();
    private long publishedNanos = System.nanoTime() - PUBLISH_NANOS;
    private boolean isBehind;
    private boolean isUnsettled;

    /// One caller who waits.
    private static final class Pending {
        final Bytes entry;
        final boolean isNews;
        final CountDownLatch done = new CountDownLatch(1);
        volatile long index = -1;

        Pending(Bytes entry, boolean isNews) {
            this.entry = entry;
            this.isNews = isNews;
        }
    }

    private static final Pending END = new Pending(Bytes.empty(), false);

    private record Recovered(GrowingTree tree, Journal journal, SignedCheckpoint newest, boolean isUnsettled) {}

    private FileLog(MemberIdentity identity, InstantSource clock, FileLock lock, LogFiles files, Recovered recovered)
            throws IOException {
        this.identity = identity;
        this.origin = LogNames.origin(identity.name(), identity.key().verifyKey());
        this.clock = clock;
        this.lock = lock;
        this.files = files;
        this.tree = recovered.tree();
        this.isUnsettled = recovered.isUnsettled();
        this.journal = recovered.journal();
        this.newest = recovered.newest();
        this.published = recovered.newest();
        this.written = tree.size();
        this.worthWitnessing = written;
        this.cosigned = new TreeMap<>(files.cosigned());
        files.write(tree.partial());
        files.writeCheckpoint(newest);
        this.thread = Thread.ofPlatform().name("audit-log").start(this::run);
    }

    /// Opens or begins the log in `directory`, and reads it whole: every entry, every tile, every checkpoint in it must
    /// be the beginning of what this identity signed last.
    ///
    /// @throws LogDamaged if it is not, or another process writes it: the node must not start
    /// @throws IOException if the disk fails
    /// @spec docs/spec/audit-log.md#AL-6 audit-log
    public static FileLog open(Path directory, MemberIdentity identity, InstantSource clock) throws IOException {
        Files.createDirectories(directory);
        var lock = lock(directory);
        try {
            var files = new LogFiles(directory);
            return new FileLog(identity, clock, lock, files, recover(directory, files, identity));
        } catch (IOException | UncheckedIOException e) {
            lock.channel().close();
            throw e;
        }
    }

    private static FileLock lock(Path directory) throws IOException {
        var channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) return lock;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new LogDamaged("this process writes it already");
        }
        channel.close();
        throw new LogDamaged("another process writes it: only one may run as this node");
    }

    private static Recovered recover(Path directory, LogFiles files, MemberIdentity identity) throws IOException {
        var key = new NoteKey(
                LogNames.origin(identity.name(), identity.key().verifyKey()),
                NoteKey.Kind.SIGNATURE,
                identity.key().verifyKey());
        var file = directory.resolve("journal");
        if (!Files.exists(file)) {
            if (!files.isEmpty()) throw new LogDamaged("its journal is missing: restore it, or ask the peers");
            var base = SignedCheckpoint.of(key.name(), TreeHead.EMPTY, identity.key());
            var tree = new GrowingTree(new TiledLog(files, 0));
            files.writeCheckpoint(base);
            return new Recovered(tree, Journal.create(file, base), base, false);
        }
        try {
            var content = Journal.read(file);
            var replayed = replay(content, files, key);
            files.write(replayed.tree().partial());
            Past.check(files, key, replayed.newest().head());
            return new Recovered(
                    replayed.tree(),
                    Journal.open(file, content),
                    replayed.newest(),
                    !content.batches().isEmpty());
        } catch (TiledLog.Damaged e) {
            throw new LogDamaged(e.why());
        }
    }

    private record Replayed(GrowingTree tree, SignedCheckpoint newest) {}

    private static Replayed replay(Journal.Content content, LogFiles files, NoteKey key) throws IOException {
        var newest = content.base();
        var log = new TiledLog(files, newest.head().size());
        if (!newest.isOf(key)) throw new LogDamaged("its journal begins with another log's checkpoint");
        if (!log.verify().equals(newest.head())) throw new LogDamaged("its tiles are not those that were signed");
        var tree = new GrowingTree(log);
        for (var batch : content.batches()) {
            if (batch.first() != tree.size())
                throw new LogDamaged("its journal leaves out entries before %d".formatted(batch.first()));
            for (var entry : batch.entries()) files.write(tree.append(entry));
            newest = batch.checkpoint();
            if (!newest.isOf(key) || !newest.head().equals(tree.head()))
                throw new LogDamaged(
                        "entries up to %d in its journal are not those that were signed".formatted(tree.size()));
        }
        return new Replayed(tree, newest);
    }

    @Override
    public long append(AuditEvent event) throws StoreUnavailable {
        var entry = new AuditEntry(clock.instant(), event).encode();
        var pending = new Pending(entry, !(event instanceof AuditEvent.CheckpointCosigned));
        try {
            if (closed) throw new StoreUnavailable("append to the audit log: it is closed", new IOException("closed"));
            queue.add(pending);
            while (!pending.done.await(1, TimeUnit.SECONDS))
                if (!thread.isAlive() && pending.done.getCount() > 0) break;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("append to the audit log: interrupted", e);
        }
        if (pending.index < 0)
            throw new StoreUnavailable("append to the audit log", trouble.orElseGet(() -> new IOException("closed")));
        return pending.index;
    }

    /// The newest checkpoint whose tiles are published.
    public SignedCheckpoint checkpoint() {
        return published;
    }

    /// How many entries are on disk; the newest of them are published within half a second.
    public long size() {
        return written;
    }

    /// The log up to [#checkpoint], read from its files.
    public TiledLog tiles() {
        return new TiledLog(files, published.head().size());
    }

    /// The first `size` entries of it.
    ///
    /// @param size of a checkpoint that was published
    TiledLog tiles(long size) {
        return new TiledLog(files, size);
    }

    /// Up to where the log holds what witnesses have not caused themselves: what they write down of each other's
    /// checkpoints is no reason to ask them again.
    public long worthWitnessing() {
        return worthWitnessing;
    }

    /// The size that `peer` has cosigned last; 0 if none.
    public long cosignedSize(String peer) {
        return cosigned(peer).map(last -> last.head().size()).orElse(0L);
    }

    /// The checkpoint that `peer` has cosigned last.
    public synchronized Optional<SignedCheckpoint> cosigned(String peer) {
        return Optional.ofNullable(cosigned.get(peer));
    }

    /// Why nothing can be appended any more; empty if it can.
    public Optional<String> trouble() {
        if (trouble.isPresent())
            return Optional.of("the audit log could not be written: make room, then restart this node");
        return closed ? Optional.of("the audit log is closed") : Optional.empty();
    }

    /// Publishes that `peer` has cosigned `checkpoint`.
    public synchronized void cosigned(String peer, SignedCheckpoint checkpoint, NoteSignature line) throws IOException {
        var whole = new SignedCheckpoint(checkpoint.note().with(List.of(line)), checkpoint.checkpoint());
        files.writeCosigned(peer, whole);
        cosigned.put(peer, whole);
        if (published.checkpoint().equals(checkpoint.checkpoint())) {
            published = new SignedCheckpoint(published.note().with(List.of(line)), published.checkpoint());
            files.writeCheckpoint(published);
        }
    }

    /// However it ends, nobody waits for it any more, and [#trouble] says so.
    private void run() {
        var batch = new ArrayList<Pending>();
        var isAsDue = false;
        try {
            write(batch);
            isAsDue = true;
        } catch (IOException e) {
            fail(e);
            isAsDue = true;
        } catch (InterruptedException e) {
            isAsDue = true;
        } finally {
            if (!isAsDue) fail(new IOException("the thread that writes it has died of a fault in this program"));
            closed = true;
            batch.forEach(pending -> pending.done.countDown());
            queue.forEach(pending -> pending.done.countDown());
        }
    }

    private void write(List<Pending> batch) throws IOException, InterruptedException {
        while (true) {
            var first = next();
            if (first == END) break;
            batch.add(first);
            gather(batch);
            commit(batch);
            batch.clear();
            if (untilPublication() <= 0) publish();
            if (journal.lengthBytes() > JOURNAL_BYTES_MAX) settle();
        }
        if (isUnsettled) settle();
    }

    private void fail(IOException why) {
        trouble = Optional.of(why);
        LOG.log(Level.SEVERE, "ALARM audit log cannot be written: nothing is signed until this node is restarted", why);
    }

    /// The next entry; meanwhile publishes what is due. Writing the published files for every entry would cost more
    /// than the entry.
    private Pending next() throws IOException, InterruptedException {
        while (isBehind) {
            var next = queue.poll(Math.max(0, untilPublication()), TimeUnit.NANOSECONDS);
            if (next != null) return next;
            publish();
        }
        return queue.take();
    }

    private long untilPublication() {
        var isBusy = tree.size() - published.head().size() >= MANY;
        return publishedNanos + (isBusy ? PUBLISH_MANY_NANOS : PUBLISH_NANOS) - System.nanoTime();
    }

    private void gather(List<Pending> batch) {
        var bytes = batch.getFirst().entry.length();
        while (batch.size() < Journal.Batch.ENTRIES_MAX && bytes < BATCH_BYTES_MAX) {
            var next = queue.poll();
            if (next == null) return;
            if (next == END) {
                queue.add(END);
                return;
            }
            batch.add(next);
            bytes += next.entry.length();
        }
    }

    private void commit(List<Pending> batch) throws IOException {
        var first = tree.size();
        var finished = new ArrayList<java.util.Map<TilePath, Bytes>>();
        for (var pending : batch) finished.add(tree.append(pending.entry));
        newest = SignedCheckpoint.of(origin, tree.head(), identity.key());
        var entries = batch.stream().map(pending -> pending.entry).toList();
        journal.append(new Journal.Batch(first, entries, newest));
        isUnsettled = true;
        isBehind = true;
        written = tree.size();
        for (var i = 0; i < batch.size(); i++) {
            batch.get(i).index = first + i;
            if (batch.get(i).isNews) worthWitnessing = first + i + 1;
            batch.get(i).done.countDown();
        }
        for (var tiles : finished) {
            files.write(tiles);
            full.addAll(tiles.keySet());
        }
    }

    private synchronized void publish() throws IOException {
        files.write(tree.partial());
        files.writeCheckpoint(newest);
        published = newest;
        isBehind = false;
        publishedNanos = System.nanoTime();
    }

    /// Has the tiles on disk for certain and begins the journal anew.
    private synchronized void settle() throws IOException {
        publish();
        files.sync();
        journal.restart(newest);
        files.forgetPartial(full);
        full.clear();
        isUnsettled = false;
    }

    /// Writes what waits, and ends.
    @Override
    public void close() {
        closed = true;
        queue.add(END);
        try {
            thread.join();
            journal.close();
            lock.channel().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "audit log did not close cleanly; it is synced", e);
        }
    }

    /// What was published before must be the beginning of what is there now.
    private static final class Past {
        private Past() {}

        static void check(LogFiles files, NoteKey key, TreeHead now) throws IOException {
            var log = new TiledLog(files, now.size());
            var published = files.checkpoint();
            if (published.isPresent()) check("checkpoint", published.get(), key, log);
            for (var each : files.cosigned().entrySet()) check("cosigned/" + each.getKey(), each.getValue(), key, log);
        }

        private static void check(String name, SignedCheckpoint past, NoteKey key, TiledLog log) throws LogDamaged {
            if (!past.isOf(key)) throw new LogDamaged("%s is not signed by this node".formatted(name));
            var size = past.head().size();
            if (size > log.size())
                throw new LogDamaged(
                        "%s was signed over %d entries, and only %d are left".formatted(name, size, log.size()));
            if (!MerkleTree.root(log, size).equals(past.head().root()))
                throw new LogDamaged("%s was signed over other entries than those that are left".formatted(name));
        }
    }
}
