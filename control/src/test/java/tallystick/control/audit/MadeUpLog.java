package tallystick.control.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.tlog.InclusionProof;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SystemEntropy;

/// A node's log that a test writes; its heads are signed, its proofs prove nothing, as control does not look at them.
final class MadeUpLog implements Following.Source {
    private final IdentityKey key;
    private final String name = "made-up-" + UUID.randomUUID();
    private final String origin = IdentityKey.LOG_NAME_PREFIX + name + "/0123456789abcdef";
    private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
    private Runnable beforeItTells = () -> {};

    MadeUpLog(IdentityKey key) {
        this.key = key;
    }

    String node() {
        return name;
    }

    String origin() {
        return origin;
    }

    void write(Instant at, AuditEvent event) {
        entries.add(new AuditEntry(at, event));
    }

    /// Entries that make no event, as payments do.
    void payments(int count) {
        for (var i = 0; i < count; i++) write(Instant.now(), new AuditEvent.NodeStopped(digest()));
    }

    static Digest32 digest() {
        return new Digest32(new SystemEntropy().bytes(Digest32.LENGTH_BYTES));
    }

    /// As the disk of a node that was brought back from long ago.
    void forgetAllBut(int count) {
        entries.subList(count, entries.size()).clear();
    }

    /// Runs this once, when part of the log is asked for next, and before that is told.
    void beforeItTells(Runnable work) {
        beforeItTells = work;
    }

    /// What answers in the place of a log.
    interface Answers {
        List<Logs.Told> newest(String node, long before, int count);
    }

    /// This node, answering so.
    Following.Source answering(Answers answers) {
        return new Following.Source() {
            @Override
            public List<String> nodes() {
                return List.of(name);
            }

            @Override
            public List<Logs.Told> newest(String node, long before, int count) {
                return answers.newest(node, before, count);
            }
        };
    }

    @Override
    public List<String> nodes() {
        return List.of(name);
    }

    @Override
    public List<Logs.Told> newest(String node, long before, int count) {
        var end = (int) Math.min(before, entries.size());
        var checkpoint = SignedCheckpoint.of(origin, new TreeHead(entries.size(), digest()), key);
        var some = IntStream.range(Math.max(0, end - count), end)
                .mapToObj(index -> told(index, checkpoint))
                .toList()
                .reversed();
        if (before < Long.MAX_VALUE) {
            var work = beforeItTells;
            beforeItTells = () -> {};
            work.run();
        }
        return some;
    }

    private Logs.Told told(int index, SignedCheckpoint checkpoint) {
        var entry = entries.get(index);
        var leaf = entry.encode();
        var proof = new InclusionProof(index, checkpoint.head().size(), List.of());
        return new Logs.Told(name, Optional.of(entry), leaf, new LogProof(Optional.of(leaf), proof, checkpoint));
    }
}
