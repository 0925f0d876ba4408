package tallystick.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.Frontier;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.Tile;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;
import tallystick.wire.MemberIdentity;

/// What the next entry costs a log that holds ten thousand, and one that holds ten million: by turns, by the clock, in
/// a file system in memory where there is one, since a disk's sync costs so much more that nothing else would be seen;
/// what that sync costs; and what a proof and a checkpoint cost.
///
/// The many entries are one entry many times, so that their tiles are links to a few files; the log cannot tell.
final class Auditing {
    private static final int APPENDS = 200;
    private static final int PROOFS = 200;
    private static final int SYNCS = 20;
    private static final int RECORD_BYTES = 512;
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    private static final int LEVELS = 4;

    private final Figures figures;
    private final boolean isQuick;

    /// @param isQuick a million in the place of ten
    Auditing(Figures figures, boolean isQuick) {
        this.figures = figures;
        this.isQuick = isQuick;
    }

    void run() throws IOException {
        var large = isQuick ? 1_000_000 : 10_000_000;
        var largeName = isQuick ? "1m" : "10m";
        var folder = Files.isWritable(IN_MEMORY)
                ? Files.createTempDirectory(IN_MEMORY, "tallystick-audit")
                : Files.createTempDirectory("tallystick-audit");
        try (var home = SecretMemory.open();
                var identity = MemberIdentity.generate("bench", Instant.now(), new SystemEntropy(), home);
                var small = open(folder, identity, "10k", 10_000);
                var big = open(folder, identity, largeName, large)) {
            byTurns("append", largeName, () -> appended(small), () -> appended(big));
            byTurns("proof", largeName, () -> proven(small, 10_000), () -> proven(big, large));
            byTurns("checkpoint", largeName, () -> signed(small, identity), () -> signed(big, identity));
        } finally {
            delete(folder);
        }
        figures.measure("audit.sync_us", 1, Auditing::synced);
    }

    private FileLog open(Path parent, MemberIdentity identity, String name, long size) throws IOException {
        var folder = Files.createDirectory(parent.resolve(name));
        write(folder, identity, size);
        var begun = System.nanoTime();
        var log = FileLog.open(folder, identity, InstantSource.system());
        figures.put("audit.open_seconds_at_" + name, (System.nanoTime() - begun) / 1e9);
        return log;
    }

    private void byTurns(String what, String largeName, DoubleSupplier small, DoubleSupplier large) {
        var samples = new LinkedHashMap<String, DoubleSupplier>();
        samples.put("audit.%s_us_at_10k".formatted(what), small);
        samples.put("audit.%s_us_at_%s".formatted(what, largeName), large);
        figures.measureByTurns(samples);
    }

    /// What the disk takes until a record of the journal's size is on it for certain.
    private static double synced() {
        try {
            var file = Files.createTempFile("tallystick-audit", ".sync");
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                var begun = System.nanoTime();
                for (var i = 0; i < SYNCS; i++) {
                    var record = ByteBuffer.allocate(RECORD_BYTES);
                    while (record.hasRemaining()) channel.write(record);
                    channel.force(false);
                }
                return (System.nanoTime() - begun) / 1e3 / SYNCS;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double appended(FileLog log) {
        try {
            var begun = System.nanoTime();
            for (var i = 0; i < APPENDS; i++) log.append(new AuditEvent.NodeStopped(zero()));
            return (System.nanoTime() - begun) / 1e3 / APPENDS;
        } catch (StoreUnavailable e) {
            throw new IllegalStateException("the disk does not take the log", e);
        }
    }

    /// Of an entry by chance, each as a node gives it to somebody who asks for one.
    private static double proven(FileLog log, long size) {
        var random = new Random(size);
        var begun = System.nanoTime();
        for (var i = 0; i < PROOFS; i++)
            if (MerkleTree.include(log.tiles(), random.nextLong(size), size)
                    .path()
                    .isEmpty()) throw new AssertionError("a proof of nothing");
        return (System.nanoTime() - begun) / 1e3 / PROOFS;
    }

    private static double signed(FileLog log, MemberIdentity identity) {
        var head = log.checkpoint().head();
        var begun = System.nanoTime();
        for (var i = 0; i < APPENDS; i++)
            if (!SignedCheckpoint.of(origin(identity), head, identity.key())
                    .head()
                    .equals(head)) throw new AssertionError("a checkpoint of something else");
        return (System.nanoTime() - begun) / 1e3 / APPENDS;
    }

    private static Digest32 zero() {
        return new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
    }

    private static String origin(MemberIdentity identity) {
        return LogNames.origin(identity.name(), identity.key().verifyKey());
    }

    /// The files of a log of one entry many times.
    private static void write(Path folder, MemberIdentity identity, long size) throws IOException {
        var entry = new AuditEntry(Instant.now(), new AuditEvent.NodeStopped(zero())).encode();
        var hash = MerkleTree.leaf(entry);
        tiles(folder, TilePath.ENTRIES, size, width -> new EntryBundle(same(entry, width)).encode());
        for (var level = 0; level < LEVELS && size >>> 8 * level > 0; level++) {
            var own = hash;
            tiles(folder, level, size >>> 8 * level, width -> new Tile(same(own, width)).encode());
            for (var i = 0; i < 8; i++) hash = MerkleTree.node(hash, hash);
        }
        var leaf = MerkleTree.leaf(entry);
        var head = Frontier.of((level, _) -> doubled(leaf, level), size).head();
        var checkpoint = SignedCheckpoint.of(origin(identity), new TreeHead(size, head.root()), identity.key());
        Files.write(folder.resolve("checkpoint"), checkpoint.encode().toArray());
        var journal = new Writer()
                .raw(Bytes.ofUtf8("tallystick-journal"))
                .u8(1)
                .variable(checkpoint.encode())
                .toBytes();
        Files.write(folder.resolve("journal"), journal.toArray());
    }

    private static Digest32 doubled(Digest32 leaf, int times) {
        var hash = leaf;
        for (var i = 0; i < times; i++) hash = MerkleTree.node(hash, hash);
        return hash;
    }

    private static <T> List<T> same(T item, int count) {
        return Collections.nCopies(count, item);
    }

    private interface Content {
        Bytes of(int width);
    }

    private static void tiles(Path folder, int level, long count, Content content) throws IOException {
        var full = folder.resolve("full-tile-" + level);
        Files.write(full, content.of(TilePath.WIDTH_MAX).toArray());
        for (var i = 0L; i < count / TilePath.WIDTH_MAX; i++)
            link(full, folder.resolve(new TilePath(level, i, TilePath.WIDTH_MAX).text()));
        Files.delete(full);
        var rest = (int) (count % TilePath.WIDTH_MAX);
        if (rest == 0) return;
        var last = folder.resolve(new TilePath(level, count / TilePath.WIDTH_MAX, rest).text());
        Files.createDirectories(last.getParent());
        Files.write(last, content.of(rest).toArray());
    }

    /// A file system has so many links to a file and no more: then another copy begins.
    private static void link(Path full, Path tile) throws IOException {
        Files.createDirectories(tile.getParent());
        try {
            Files.createLink(tile, full);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(full, tile);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
