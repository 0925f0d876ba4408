package tallystick.tools.verify;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.audit.Receipt;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.TiledLog;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Checks a log, or a proof taken from one, against a roster.
final class LogJudge {
    private final Roster roster;
    private final Report report = new Report();

    LogJudge(Roster roster) {
        this.roster = roster;
    }

    Report report() {
        return report;
    }

    /// The whole log: every entry, every tile, the checkpoint, the witnesses, the receipts, and checkpoints kept
    /// elsewhere.
    /// @spec docs/spec/audit-log.md#AL-7 audit-log
    void judge(LogDirectory log, Map<String, SignedCheckpoint> elsewhere) throws IOException, Unverifiable {
        var node = owner(log.checkpoint());
        if (node.isEmpty()) return;
        try {
            var head = log.tiles().verify();
            report.add(
                    head.equals(log.checkpoint().head()),
                    "%d entries hash to the root %s that was signed"
                            .formatted(
                                    head.size(), brief(log.checkpoint().head().root())));
            for (var each : log.cosigned().entrySet()) {
                past(log, node.get(), "cosigned/" + each.getKey(), each.getValue());
                witness(each.getKey(), each.getValue());
            }
            for (var each : elsewhere.entrySet()) past(log, node.get(), each.getKey(), each.getValue());
        } catch (TiledLog.Damaged damaged) {
            report.add(false, damaged.why());
            return;
        }
        entries(log);
    }

    /// One entry with its proof.
    void judge(LogProof proof) {
        var node = owner(proof.checkpoint());
        if (node.isEmpty()) return;
        if (proof.extra().isEmpty()) {
            report.add(false, "the proof does not hold its entry");
            return;
        }
        var entry = proof.extra().get();
        report.add(
                proof.proves(entry, LogNames.log(node.get())),
                "entry %d is one of %d"
                        .formatted(
                                proof.proof().index(), proof.checkpoint().head().size()));
        var witnesses = roster.nodes().stream()
                .filter(each -> proof.checkpoint()
                        .note()
                        .cosignedAt(LogNames.witness(each))
                        .isPresent())
                .map(Member::name)
                .toList();
        if (!witnesses.isEmpty()) report.add(true, "cosigned by %s".formatted(witnesses));
        badCosignatures(proof.checkpoint());
        switch (AuditEntry.parse(entry)) {
            case Parsed.Ok<AuditEntry>(var good) -> {
                report.add(true, "it is %s of %s".formatted(EntryFields.kind(good), good.at()));
                if (good.event() instanceof AuditEvent.Signed(var receipt))
                    report.add(
                            receipt.verifies(),
                            "its %d signatures verify".formatted(receipt.parts().size()));
            }
            case Parsed.Malformed<AuditEntry>(var offset, var expected) ->
                report.add(false, "the entry at byte %d: expected %s".formatted(offset, expected));
        }
    }

    /// The node whose log has the checkpoint's origin.
    static Optional<Member> nodeOf(Roster roster, SignedCheckpoint checkpoint) {
        return roster.nodes().stream()
                .filter(each ->
                        LogNames.log(each).name().equals(checkpoint.checkpoint().origin()))
                .findFirst();
    }

    private Optional<Member> owner(SignedCheckpoint checkpoint) {
        var node = nodeOf(roster, checkpoint);
        report.add(node.isPresent(), "the log is one of a node of the roster");
        node.ifPresent(each -> report.add(
                checkpoint.isOf(LogNames.log(each)),
                "node %s signed the checkpoint over %d entries"
                        .formatted(each.name(), checkpoint.head().size())));
        return node;
    }

    private void past(LogDirectory log, Member node, String name, SignedCheckpoint past) {
        if (!past.isOf(LogNames.log(node))) {
            report.add(false, "%s is not a checkpoint that %s signed".formatted(name, node.name()));
            return;
        }
        var head = past.head();
        if (head.size() > log.checkpoint().head().size()) {
            report.add(
                    false,
                    "%s was signed over %d entries, and the log has only %d"
                            .formatted(
                                    name, head.size(), log.checkpoint().head().size()));
            return;
        }
        report.add(isPast(log, head), "the log goes on from %s, over %d entries".formatted(name, head.size()));
    }

    /// By the very proof that a witness would be shown.
    private static boolean isPast(LogDirectory log, TreeHead head) {
        var now = log.checkpoint().head();
        var proof = MerkleTree.extend(log.tiles(), head.size(), now.size());
        return proof.proves(head, now);
    }

    private void witness(String name, SignedCheckpoint checkpoint) {
        var witness = roster.named(name).filter(each -> each.role() == Member.Role.NODE);
        var at = witness.flatMap(each -> checkpoint.note().cosignedAt(LogNames.witness(each)));
        report.add(
                at.isPresent(),
                "cosigned/%s is cosigned by %s%s"
                        .formatted(name, name, at.map(each -> " at " + each).orElse(": no such signature")));
        badCosignatures(checkpoint);
    }

    private void badCosignatures(SignedCheckpoint checkpoint) {
        for (var each : roster.nodes())
            if (checkpoint.note().check(LogNames.witness(each)) == SignedNote.Check.BAD)
                report.add(false, "a cosignature under the name of %s is not its own".formatted(each.name()));
    }

    /// @spec docs/spec/audit-log.md#AL-7 audit-log
    private void entries(LogDirectory log) throws Unverifiable {
        var keys = new HashMap<Digest32, AuditEvent.CeremonyActivated>();
        var receipts = new AtomicLong();
        log.walk(0, (index, entry) -> {
            switch (entry.event()) {
                case AuditEvent.CeremonyActivated key -> keys.putIfAbsent(key.keyId(), key);
                case AuditEvent.Signed(var receipt) -> {
                    receipts.incrementAndGet();
                    receipt(index, receipt, Optional.ofNullable(keys.get(receipt.keyId())));
                }
                case AuditEvent.PeerQuarantined(var peer, var reason, var _, var _) ->
                    report.add(true, "entry %d: node %s was refused: %s".formatted(index, peer, reason));
                default -> {}
            }
        });
        report.add(true, "%d receipts were looked at".formatted(receipts.get()));
    }

    private void receipt(long index, Receipt receipt, Optional<AuditEvent.CeremonyActivated> key) {
        if (!receipt.verifies())
            report.add(false, "entry %d: a signature of the receipt does not verify".formatted(index));
        else if (key.isEmpty())
            report.add(false, "entry %d: signed under a key this log never saw activated".formatted(index));
        else if (!receipt.isUnder(key.get()))
            report.add(false, "entry %d: signed under another key than the one that was activated".formatted(index));
    }

    private static String brief(Digest32 digest) {
        return digest.toString().substring(0, 16);
    }
}
