package tallystick.tools.verify;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.SignedTestimony;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.tlog.LogProof;
import tallystick.crypto.codec.Parsed;

/// Looks for an attestation in copies of the participants' logs, and in proofs taken from them.
final class AttestationInLogs {
    private final Attestation attestation;
    private final Roster roster;
    private final Report report;

    /// @param report where it says what it found
    AttestationInLogs(Attestation attestation, Roster roster, Report report) {
        this.attestation = attestation;
        this.roster = roster;
        this.report = report;
    }

    /// A whole log: it must be good, and hold what its node signed.
    /// @spec docs/spec/attestation.md#AT-17 attestation
    void log(LogDirectory log) throws IOException, Unverifiable {
        var judge = new LogJudge(roster);
        judge.judge(log, Map.of());
        report.addAll(judge.report());
        var node = LogJudge.nodeOf(roster, log.checkpoint());
        if (node.isEmpty() || !judge.report().holds()) return;
        var name = node.get().name();
        var isSaid = new AtomicBoolean();
        var isActive = new AtomicBoolean();
        log.walk(0, (_, entry) -> {
            if (entry.event() instanceof AuditEvent.CeremonyAttested said && isOf(node.get(), said)) isSaid.set(true);
            if (entry.event() instanceof AuditEvent.CeremonyActivated key && isOf(key)) isActive.set(true);
        });
        report.add(isSaid.get(), "the log of %s holds what it signed here".formatted(name));
        report.add(isActive.get(), "the log of %s says that this epoch became active".formatted(name));
    }

    /// The proof of one entry: of what a node signed here, or of a receipt of this very epoch.
    void proof(LogProof proof) {
        var judge = new LogJudge(roster);
        judge.judge(proof);
        report.addAll(judge.report());
        var node = LogJudge.nodeOf(roster, proof.checkpoint());
        if (node.isEmpty() || !judge.report().holds()) return;
        var entry = proof.extra().map(AuditEntry::parse);
        if (entry.isEmpty() || !(entry.get() instanceof Parsed.Ok<AuditEntry>(var good))) return;
        switch (good.event()) {
            case AuditEvent.CeremonyAttested said ->
                report.add(
                        isOf(node.get(), said),
                        "the entry is what %s signed here".formatted(node.get().name()));
            case AuditEvent.CeremonyActivated key ->
                report.add(isOf(key), "the entry says that this epoch became active");
            case AuditEvent.Signed(var receipt) -> receipt(node.get(), receipt);
            default -> report.add(false, "the entry is neither of this ceremony nor a receipt");
        }
    }

    private void receipt(Member node, Receipt receipt) {
        var key = attestation.facts().key();
        report.add(
                receipt.keyId().equals(key.id()) && receipt.epoch() == key.epoch(),
                "the receipt is of key %s, epoch %d"
                        .formatted(AttestationJudge.brief(receipt.keyId()), receipt.epoch()));
        var attested = own(node).map(each -> each.testimony().build());
        if (attested.isPresent() && attested.get().equals(receipt.build()))
            report.add(true, "%s signed by the build it attests".formatted(node.name()));
        else
            report.note("%s signed by build %s, another than at the ceremony"
                    .formatted(node.name(), AttestationJudge.brief(receipt.build())));
    }

    private boolean isOf(Member node, AuditEvent.CeremonyAttested said) {
        var key = attestation.facts().key();
        return said.keyId().equals(key.id())
                && said.epoch() == key.epoch()
                && own(node)
                        .filter(each ->
                                each.testimony().statement(attestation.facts()).equals(said.statement())
                                        && each.signature().bytes().equals(said.signature()))
                        .isPresent();
    }

    private boolean isOf(AuditEvent.CeremonyActivated said) {
        var key = attestation.facts().key();
        return said.keyId().equals(key.id())
                && said.epoch() == key.epoch()
                && said.tree().equals(key.tree())
                && said.point().equals(key.point());
    }

    private Optional<SignedTestimony> own(Member node) {
        return attestation.signed().stream()
                .filter(each -> each.testimony().name().equals(node.name()))
                .findFirst();
    }
}
