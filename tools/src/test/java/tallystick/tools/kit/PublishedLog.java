package tallystick.tools.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
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
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;

/// A log of fewer than 256 entries, as a node publishes it.
public final class PublishedLog {
    private PublishedLog() {}

    /// Writes it.
    public static void write(Path folder, String node, IdentityKey key, List<AuditEvent> events) throws IOException {
        var entries = events.stream()
                .map(event -> new AuditEntry(Instant.ofEpochSecond(1_800_000_000), event).encode())
                .toList();
        var leaves = entries.stream().map(MerkleTree::leaf).toList();
        var frontier = new Frontier();
        leaves.forEach(frontier::append);
        put(folder, "tile/0/000.p/" + leaves.size(), new Tile(leaves).encode());
        put(folder, "tile/entries/000.p/" + leaves.size(), new EntryBundle(entries).encode());
        put(
                folder,
                "checkpoint",
                SignedCheckpoint.of(LogNames.origin(node, key.verifyKey()), frontier.head(), key)
                        .encode());
    }

    /// The same by this clock, the first five cosigned by somebody else.
    public static void write(
            Path folder,
            String node,
            IdentityKey key,
            List<AuditEvent> events,
            IntFunction<Instant> clock,
            SmallFleet.IdentityKeyOf witness)
            throws IOException {
        var entries = new ArrayList<Bytes>();
        for (var event : events) entries.add(new AuditEntry(clock.apply(entries.size()), event).encode());
        var leaves = entries.stream().map(MerkleTree::leaf).toList();
        put(folder, "tile/0/000.p/" + leaves.size(), new Tile(leaves).encode());
        put(folder, "tile/entries/000.p/" + leaves.size(), new EntryBundle(entries).encode());
        put(folder, "checkpoint", signed(node, key, leaves, leaves.size()).encode());
        var early = signed(node, key, leaves, 5);
        var line = early.note()
                .cosign(LogNames.origin(witness.name(), witness.key().verifyKey()), witness.key(), clock.apply(0));
        put(
                folder,
                "cosigned/" + witness.name(),
                early.note().with(List.of(line)).encode());
    }

    /// What the first of these events are as a log, with a third of a minute between any two.
    public static TreeHead head(List<AuditEvent> events, Instant from, int count) {
        var frontier = new Frontier();
        for (var i = 0; i < count; i++)
            frontier.append(MerkleTree.leaf(new AuditEntry(from.plusSeconds(20L * i), events.get(i)).encode()));
        return frontier.head();
    }

    /// A log of any length, cosigned by nobody.
    public static void writeEntries(Path folder, String node, IdentityKey key, List<AuditEntry> all)
            throws IOException {
        var entries = all.stream().map(AuditEntry::encode).toList();
        var level = entries.stream().map(MerkleTree::leaf).toList();
        var checkpoint = signed(node, key, level, level.size());
        for (var i = 0; i * TilePath.WIDTH_MAX < entries.size(); i++) {
            var part = part(entries, i);
            put(folder, new TilePath(TilePath.ENTRIES, i, part.size()).text(), new EntryBundle(part).encode());
        }
        for (var number = 0; !level.isEmpty(); number++) {
            var next = new ArrayList<Digest32>();
            for (var i = 0; i * TilePath.WIDTH_MAX < level.size(); i++) {
                var part = part(level, i);
                put(folder, new TilePath(number, i, part.size()).text(), new Tile(part).encode());
                if (part.size() == TilePath.WIDTH_MAX) next.add(new Tile(part).subtree(8, 0));
            }
            level = List.copyOf(next);
        }
        put(folder, "checkpoint", checkpoint.encode());
    }

    private static <T> List<T> part(List<T> all, int number) {
        var first = number * TilePath.WIDTH_MAX;
        return all.subList(first, Math.min(all.size(), first + TilePath.WIDTH_MAX));
    }

    private static SignedCheckpoint signed(String node, IdentityKey key, List<Digest32> leaves, int size) {
        var frontier = new Frontier();
        leaves.subList(0, size).forEach(frontier::append);
        return SignedCheckpoint.of(LogNames.origin(node, key.verifyKey()), frontier.head(), key);
    }

    private static void put(Path folder, String name, Bytes content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.toArray());
    }
}
