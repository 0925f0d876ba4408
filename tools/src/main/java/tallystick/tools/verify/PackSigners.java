package tallystick.tools.verify;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.court.Ruling;
import tallystick.core.court.SigningSet;
import tallystick.core.docket.Retrial;
import tallystick.core.governance.FreezeScope;
import tallystick.core.places.Places;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.QuorumTree;
import tallystick.tools.pack.LogWalk;

/// Whether the nodes that a receipt names might sign together what was allowed, as each honest node asks before it
/// gives its share.
///
/// **Why** what a rule says of signers is said to the gate of each node, and to nobody else: nodes that lie together
/// would leave out the one that a rule names.
///
/// **Threads** one.
final class PackSigners {
    private final Report report;
    private final Map<Epoch, Map<QuorumTree, String>> trees = new HashMap<>();
    private final Map<Digest32, Set<QuorumTree>> ofKey = new HashMap<>();

    private record Epoch(Digest32 key, int number) {}

    /// What a ruling asks of signers.
    ///
    /// @param now when it was made
    /// @param frozen nodes that were frozen by what the ruling rested on
    /// @param places that were in force then: which of them, where one replaced another right then, only the node
    /// knew
    record Asked(Ruling.Allowed allowed, Instant now, Set<String> frozen, List<Places> places) {
        Asked {
            frozen = Set.copyOf(frozen);
            places = List.copyOf(places);
        }

        static Asked of(Retrial.Outcome.Same same, Ruling.Allowed allowed, Instant now, List<Places> places) {
            var frozen = same.standing().freezes().standing().values().stream()
                    .flatMap(order -> order.scope() instanceof FreezeScope.Node(var name)
                            ? Optional.of(name).stream()
                            : Optional.<String>empty().stream())
                    .collect(Collectors.toSet());
            return new Asked(allowed, now, frozen, places);
        }
    }

    PackSigners(Report report) {
        this.report = report;
    }

    /// A node activated a key in an epoch: with the tree that the others have, or so it should.
    void activated(String node, AuditEvent.CeremonyActivated key) {
        if (!(QuorumTree.parseSingleHolder(key.tree()) instanceof Parsed.Ok<QuorumTree>(var tree))) return;
        ofKey.computeIfAbsent(key.keyId(), _ -> new LinkedHashSet<>()).add(tree);
        var known = trees.computeIfAbsent(new Epoch(key.keyId(), key.epoch()), _ -> new LinkedHashMap<>());
        if (known.putIfAbsent(tree, node) == null && known.size() > 1)
            report.note(
                    "trees",
                    "%s has another tree of epoch %d of key %s than %s: of both the least weight counts from here on"
                            .formatted(
                                    node,
                                    key.epoch(),
                                    key.keyId(),
                                    known.values().iterator().next()));
    }

    /// Why they might not; empty if they might.
    /// @spec docs/spec/evidence-pack.md#EP-44 evidence-pack
    Optional<String> wrong(LogWalk.Found found, Receipt receipt, Asked asked) {
        for (var signer : receipt.signers())
            if (asked.frozen().contains(signer))
                return Optional.of("%s is one of its signers, and was frozen".formatted(signer));
        var known = Optional.ofNullable(trees.get(new Epoch(receipt.keyId(), receipt.epoch())))
                .map(Map::keySet)
                .or(() -> Optional.ofNullable(ofKey.get(receipt.keyId())))
                .orElse(Set.of());
        // A release ends on a node's clock, and a run that began before goes on.
        var early = found.entry().at().minus(PackLate.RUN_MAX);
        var at = early.isAfter(asked.now()) ? early : asked.now();
        var isAdmitted = asked.places().stream()
                .anyMatch(places -> asked.allowed().admits(set(receipt.signers(), known, places), at));
        return isAdmitted ? Optional.empty() : Optional.of("the rules that allowed it do not let these nodes sign");
    }

    private static SigningSet set(List<String> signers, Set<QuorumTree> trees, Places places) {
        return new SigningSet(signers.stream()
                .distinct()
                .map(name -> new SigningSet.Member(name, places.roles(name), weight(trees, name)))
                .toList());
    }

    /// The least that any log has: which of them is made up nobody can tell.
    private static int weight(Set<QuorumTree> trees, String name) {
        return Math.max(
                1,
                trees.stream()
                        .mapToInt(tree -> tree.party(name)
                                .map(party -> tree.leavesOf(party).size())
                                .orElse(1))
                        .min()
                        .orElse(1));
    }
}
