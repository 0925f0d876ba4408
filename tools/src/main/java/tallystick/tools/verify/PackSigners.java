package tallystick.tools.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tallystick.core.attestation.CeremonyFacts;
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
import tallystick.tools.pack.PackMemory;

/// Whether the nodes that a receipt names might sign together what was allowed, as each honest node asks before it
/// gives its share.
///
/// **Why** what a rule says of signers is said to the gate of each node, and to nobody else: nodes that lie together
/// would leave out the one that a rule names.
///
/// **Threads** one.
final class PackSigners {
    private final Report report;
    private final Set<String> nodes;
    private final Map<Epoch, Map<QuorumTree, String>> trees = new HashMap<>();
    private final Map<Digest32, Set<QuorumTree>> ofKey = new HashMap<>();
    private final Map<Epoch, Set<String>> tellers = new HashMap<>();
    private final List<CeremonyFacts> attested = new ArrayList<>();
    private final Map<Set<String>, Map<Epoch, Long>> signed = PackMemory.bounded();

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

    /// @param nodes of the pack's roster
    PackSigners(Set<String> nodes, Report report) {
        this.nodes = Set.copyOf(nodes);
        this.report = report;
    }

    /// All who took part signed who may sign with that key.
    void attested(CeremonyFacts facts) {
        attested.add(facts);
    }

    /// The next receipt of the time.
    void signed(Receipt receipt) {
        signed.computeIfAbsent(Set.copyOf(receipt.signers()), _ -> PackMemory.bounded())
                .merge(new Epoch(receipt.keyId(), receipt.epoch()), 1L, Long::sum);
    }

    /// That was all of the logs: of which keys nobody but the signers tells who may sign.
    ///
    /// @spec docs/spec/evidence-pack.md#EP-59 evidence-pack
    void ended() {
        signed.forEach((signers, epochs) -> {
            // Where all nodes sign there is nobody else.
            if (signers.containsAll(nodes)) return;
            epochs.forEach((epoch, count) -> {
                if (signers.containsAll(tellers(epoch))) alone(epoch, signers, count);
            });
        });
    }

    /// Who tells the tree: nodes by their logs, and who took part in a ceremony that gave this very tree.
    private Set<String> tellers(Epoch epoch) {
        var all = new HashSet<>(tellers.getOrDefault(epoch, Set.of()));
        var known = trees.getOrDefault(epoch, Map.of());
        for (var facts : attested) {
            var key = facts.key();
            var isSame = epoch.equals(new Epoch(key.id(), key.epoch()))
                    && QuorumTree.parseSingleHolder(key.tree()) instanceof Parsed.Ok<QuorumTree>(var tree)
                    && known.containsKey(tree);
            if (isSame) facts.participants().forEach(each -> all.add(each.name()));
        }
        return all;
    }

    private void alone(Epoch epoch, Set<String> signers, long count) {
        report.note(
                "trees told alone",
                ("who may sign with key %s in epoch %d no log and no attestation tells but those of %s, who signed %d"
                                + " times")
                        .formatted(epoch.key(), epoch.number(), String.join(" ", new TreeSet<>(signers)), count));
    }

    /// A node activated a key in an epoch: with the tree that the others have, or so it should.
    void activated(String node, AuditEvent.CeremonyActivated key) {
        if (!(QuorumTree.parseSingleHolder(key.tree()) instanceof Parsed.Ok<QuorumTree>(var tree))) return;
        tellers.computeIfAbsent(new Epoch(key.keyId(), key.epoch()), _ -> new HashSet<>())
                .add(node);
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
        if (isAdmitted) return Optional.empty();
        var why = "the rules that allowed it do not let these nodes sign";
        return Optional.of(known.size() > 1 ? why + ", by the least weights of trees that differ" : why);
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
