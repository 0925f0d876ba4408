package tallystick.tools.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.Frontier;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.Tile;
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

    /// The same with a third of a minute between any two, the first five cosigned by somebody else.
    public static void write(
            Path folder,
            String node,
            IdentityKey key,
            List<AuditEvent> events,
            Instant from,
            SmallFleet.IdentityKeyOf witness)
            throws IOException {
        var entries = new ArrayList<Bytes>();
        for (var event : events) entries.add(new AuditEntry(from.plusSeconds(20L * entries.size()), event).encode());
        var leaves = entries.stream().map(MerkleTree::leaf).toList();
        put(folder, "tile/0/000.p/" + leaves.size(), new Tile(leaves).encode());
        put(folder, "tile/entries/000.p/" + leaves.size(), new EntryBundle(entries).encode());
        put(folder, "checkpoint", signed(node, key, leaves, leaves.size()).encode());
        var early = signed(node, key, leaves, 5);
        var line = early.note()
                .cosign(LogNames.origin(witness.name(), witness.key().verifyKey()), witness.key(), from);
        put(
                folder,
                "cosigned/" + witness.name(),
                early.note().with(List.of(line)).encode());
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
