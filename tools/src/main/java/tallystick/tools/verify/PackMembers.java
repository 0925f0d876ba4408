package tallystick.tools.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Document;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.QuorumTree;
import tallystick.tools.pack.LogWalk;

/// Holds the roster of a pack against the nodes that the evidence knows: whom it leaves out, nobody asks for a log.
///
/// **Threads** one.
final class PackMembers {
    private final Roster roster;
    private final Map<String, List<Document>> governed;
    private final Report report;
    private final Set<String> told = new TreeSet<>();

    /// @param roster that the pack goes by
    /// @param governed the rosters in force, by node, ascending by version
    PackMembers(Roster roster, Map<String, List<Document>> governed, Report report) {
        this.roster = roster;
        this.governed = governed;
        this.report = report;
    }

    /// No node that governs at the end of the time is missing, unless people removed it since.
    /// @spec docs/spec/evidence-pack.md#EP-32 evidence-pack
    void judge(Instant to) {
        governed.forEach((keeper, versions) -> {
            var then = versions.stream()
                    .filter(each -> each.version() == 1 || each.effectiveFrom().isBefore(to))
                    .reduce((_, later) -> later)
                    .flatMap(PackMembers::roster);
            var newest = versions.stream().reduce((_, later) -> later).flatMap(PackMembers::roster);
            for (var node : then.map(Roster::nodes).orElse(List.of())) hidden(keeper, node, newest, versions);
        });
    }

    private void hidden(String keeper, Member node, Optional<Roster> newest, List<Document> versions) {
        var own = named(roster, node.name());
        if (own.filter(each -> each.identity().equals(node.identity())).isPresent() || !told.add(node.name())) return;
        var isRemoved = newest.filter(each -> named(each, node.name())
                        .filter(still -> still.identity().equals(node.identity()))
                        .isPresent())
                .isEmpty();
        if (own.isPresent() && !isLater(own.get(), node, versions))
            report.add(
                    false,
                    "%s has another key in the pack's roster than in the one in force, or a later one, that %s keeps"
                            .formatted(node.name(), keeper));
        else if (own.isPresent())
            report.note("%s has another key in the pack's roster than in the one in force, by what %s keeps"
                    .formatted(node.name(), keeper));
        else if (isRemoved)
            report.note("%s was a node of the time and was removed since: the pack's roster does not have it"
                    .formatted(node.name()));
        else
            report.add(
                    false,
                    "%s is a node by the roster in force that %s keeps, and the pack's roster hides it"
                            .formatted(node.name(), keeper));
    }

    /// Whether a version behind the last that has this node's key gives its name the key of the pack's roster.
    /// @spec docs/spec/evidence-pack.md#EP-39 evidence-pack
    private static boolean isLater(Member own, Member node, List<Document> versions) {
        var isLater = false;
        for (var version : versions) {
            var there =
                    roster(version).flatMap(each -> named(each, node.name())).map(Member::identity);
            if (there.equals(Optional.of(node.identity()))) isLater = false;
            if (there.equals(Optional.of(own.identity()))) isLater = true;
        }
        return isLater;
    }

    private static Optional<Roster> roster(Document document) {
        return Roster.parse(document.content()) instanceof Parsed.Ok<Roster>(var good)
                ? Optional.of(good)
                : Optional.empty();
    }

    private static Optional<Member> named(Roster roster, String name) {
        return roster.named(name).filter(each -> each.role() == Member.Role.NODE);
    }

    /// The next entry of a log.
    void saw(LogWalk.Found found, boolean isAsked) {
        switch (found.entry().event()) {
            case AuditEvent.Signed(var receipt) -> {
                if (isAsked) for (var signer : receipt.signers()) stranger(found, signer, "signed with it");
            }
            case AuditEvent.CeremonyActivated key -> {
                if (QuorumTree.parseSingleHolder(key.tree()) instanceof Parsed.Ok<QuorumTree>(var tree))
                    for (var party : tree.parties())
                        stranger(found, tree.nameOf(party), "holds shares of a key with it");
            }
            case AuditEvent.RosterFollowed followed -> followed(found, followed);
            default -> {}
        }
    }

    private void stranger(LogWalk.Found found, String name, String did) {
        if (named(roster, name).isPresent() || !told.add(name)) return;
        report.note(
                "strangers",
                "by the log of %s, entry %d, %s %s: the pack's roster does not know it"
                        .formatted(found.node(), found.index(), name, did));
    }

    private void followed(LogWalk.Found found, AuditEvent.RosterFollowed followed) {
        var isOwn = followed.roster().equals(roster.statement());
        if (isOwn || followed.version() < roster.version()) return;
        report.note(
                "rosters",
                "by its log, entry %d, %s follows another roster than the pack's, version %d, since %s"
                        .formatted(
                                found.index(),
                                found.node(),
                                followed.version(),
                                found.entry().at()));
    }
}
