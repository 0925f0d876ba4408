package tallystick.tools.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.approval.Approval;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.pack.PackManifest;
import tallystick.core.people.Directory;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.VerifyKey;
import tallystick.tools.pack.Governed;
import tallystick.tools.pack.Holdings;
import tallystick.tools.pack.Unfit;

/// What people and nodes signed about documents: the signatures, and that what the logs tell of is there.
final class PackPeople {
    private final Holdings holdings;
    private final PackManifest manifest;
    private final Roster roster;
    private final Report report;
    private final Map<String, Governed> byNode = new HashMap<>();
    private final List<Directory> directories = new ArrayList<>();
    private int changes;
    private int answers;
    private int orders;

    PackPeople(Holdings holdings, PackManifest manifest, Roster roster, Report report) {
        this.holdings = holdings;
        this.manifest = manifest;
        this.roster = roster;
        this.report = report;
    }

    /// @spec docs/spec/evidence-pack.md#EP-10 evidence-pack
    void judge() throws Unfit {
        for (var log : manifest.logs()) {
            var governed = Governed.read(holdings, log.node());
            byNode.put(log.node(), governed);
            for (var seen : governed.history())
                if (seen.value().kind() == DocumentKind.PEOPLE
                        && Directory.parse(seen.value().content()) instanceof Parsed.Ok<Directory>(var directory)
                        && directories.stream().noneMatch(directory::equals)) directories.add(directory);
        }
        for (var governed : byNode.values()) {
            genesis(governed);
            covenants(governed);
            for (var seen : governed.changes()) change(governed.node(), seen.value());
            for (var seen : governed.freezes()) freeze(governed.node(), seen.value());
        }
        if (byNode.values().stream().anyMatch(each -> each.genesis().isPresent()))
            report.add(
                    true,
                    "%d proposals, %d answers and %d orders to freeze were looked at"
                            .formatted(changes, answers, orders));
        else report.note("no node is in a workspace: no policy was in force");
    }

    private void genesis(Governed governed) {
        governed.genesis()
                .ifPresent(signed -> report.add(
                        signed.isSignedByAll(),
                        "the genesis that %s keeps is signed by all its nodes".formatted(governed.node())));
    }

    private void covenants(Governed governed) {
        var names = new HashMap<String, VerifyKey>();
        roster.nodes().forEach(node -> names.put(node.name(), node.identity()));
        for (Covenant covenant : governed.covenants())
            for (var pledge : covenant.pledges()) {
                var key = names.get(pledge.node());
                if (key == null || !pledge.isBy(key))
                    report.wrong(
                            "words of nodes",
                            "a word of %s that %s keeps is not its own".formatted(pledge.node(), governed.node()));
            }
    }

    private void change(String node, SignedChange signed) {
        changes++;
        if (directories.stream().noneMatch(signed::isProposed))
            report.wrong(
                    "proposals",
                    "the proposal %s that %s keeps is signed by nobody who may"
                            .formatted(signed.change().id(), node));
        for (var approval : signed.approvals()) {
            answers++;
            if (!isAnswer(signed, approval))
                report.wrong(
                        "answers",
                        "an answer to the proposal %s that %s keeps is signed by nobody of the workspace"
                                .formatted(signed.change().id(), node));
        }
    }

    private boolean isAnswer(SignedChange signed, Approval approval) {
        return directories.stream()
                        .map(directory -> directory.holding(approval.keyId()))
                        .flatMap(Optional::stream)
                        .anyMatch(holding -> AssertionCheck.check(
                                        holding.held().key(),
                                        approval.proof(),
                                        approval.statement().digest())
                                instanceof AssertionCheck.Outcome.Holds)
                && approval.statement().subject().equals(signed.change().id())
                && approval.statement()
                        .digests()
                        .equals(signed.change().subject().digestsHash());
    }

    /// Those that a node gave itself are signed by nobody, and hold on that node alone.
    private void freeze(String node, SignedFreeze signed) {
        orders++;
        var isOwn = signed.order().by().name().equals("s:" + node);
        if (!isOwn && directories.stream().noneMatch(signed::isOrdered))
            report.wrong(
                    "orders",
                    "the order %s that %s keeps is signed by nobody who may"
                            .formatted(signed.order().id(), node));
    }

    /// What a log tells of governed documents is there with its signatures.
    void saw(String node, AuditEvent event) {
        var governed = byNode.get(node);
        if (governed == null) return;
        switch (event) {
            case AuditEvent.GenesisTaken(var workspace) -> {
                var isThere = governed.genesis()
                        .filter(signed -> signed.genesis().hash().equals(workspace))
                        .isPresent();
                if (!isThere) missing(node, "the genesis of the workspace", workspace);
            }
            case AuditEvent.ChangeSeen(var change, var _, var _, var _) -> {
                if (!known(governed).contains(change)) missing(node, "the proposal", change);
            }
            case AuditEvent.VersionActivated(var _, var _, var document) -> {
                var isThere = governed.history().stream()
                        .anyMatch(seen -> seen.value().hash().equals(document));
                if (!isThere) missing(node, "the document", document);
            }
            default -> {}
        }
    }

    private static Set<Digest32> known(Governed governed) {
        var ids = new HashSet<Digest32>();
        governed.changes().forEach(seen -> ids.add(seen.value().change().id()));
        return ids;
    }

    private void missing(String node, String what, Digest32 id) {
        report.wrong("documents", "the log of %s tells of %s %s, which is not in the pack".formatted(node, what, id));
    }
}
