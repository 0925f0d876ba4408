package tallystick.tools.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tallystick.core.places.Places;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyCondition;
import tallystick.core.wire.NodeStanding;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;

/// What is looked at key by key, over all nodes that answered.
final class KeyChecks {
    private final Map<String, Visit.Answered> answered = new TreeMap<>();
    private final Limits limits;
    private final Instant now;

    KeyChecks(Collection<Visit.Answered> answered, Limits limits, Instant now) {
        answered.forEach(visit -> this.answered.put(visit.node().name(), visit));
        this.limits = limits;
        this.now = now;
    }

    List<Finding> all() {
        var ids = answered.values().stream()
                .flatMap(visit -> visit.status().keys().stream())
                .map(KeyCard::id)
                .collect(Collectors.toCollection(
                        () -> new TreeSet<>(java.util.Comparator.comparing(Digest32::toString))));
        var findings = new ArrayList<Finding>();
        ids.forEach(id -> findings.addAll(of(id)));
        return findings;
    }

    private List<Finding> of(Digest32 id) {
        var name = id.toString().substring(0, 16);
        var cards = new TreeMap<String, KeyCard>();
        answered.forEach((node, visit) -> visit.status().keys().stream()
                .filter(card -> card.id().equals(id))
                .forEach(card -> cards.put(node, card)));
        var newest = cards.values().stream()
                .reduce((a, b) -> b.epoch() > a.epoch() ? b : a)
                .orElseThrow(() -> new AssertionError("a key that no node named"));
        return switch (QuorumTree.parse(newest.tree())) {
            case Parsed.Ok<QuorumTree>(var tree) -> {
                var findings = new ArrayList<Finding>();
                findings.add(epochs(name, cards, newest, tree));
                earlier(name, id, newest).ifPresent(findings::add);
                findings.add(age(name, id, newest));
                due(name, id, newest).ifPresent(findings::add);
                for (var party : Coverage.mandatory(tree))
                    backup(name, id, newest, tree.nameOf(party)).ifPresent(findings::add);
                findings.addAll(quarantined(name, id, newest));
                findings.addAll(hands(name, tree));
                yield findings;
            }
            case Parsed.Malformed<QuorumTree> _ ->
                List.of(Finding.fail(
                        name, "epochs", "a node shows a quorum tree that is none", "see what that node runs"));
        };
    }

    private Finding epochs(String name, Map<String, KeyCard> cards, KeyCard newest, QuorumTree tree) {
        var wrong = new ArrayList<String>();
        for (var party : tree.parties()) {
            var node = tree.nameOf(party);
            if (!answered.containsKey(node)) continue;
            var card = Optional.ofNullable(cards.get(node));
            if (card.isEmpty()) wrong.add(node + " holds no share");
            else if (!card.get().equals(newest))
                wrong.add(
                        card.get().epoch() == newest.epoch()
                                ? node + " shows another key of the same id and epoch"
                                : "%s is in epoch %d".formatted(node, card.get().epoch()));
        }
        var active = "epoch %d".formatted(newest.epoch());
        return wrong.isEmpty()
                ? Finding.ok(name, "epochs", active + " at every node of " + tree)
                : Finding.fail(
                        name,
                        "epochs",
                        "%s is active, and %s".formatted(active, String.join(", ", wrong)),
                        "see that the nodes are up and linked: an epoch settles by itself in a minute; a share that a"
                                + " node has lost comes back with ./tallystick ceremony repair");
    }

    /// Of the shares that may sign in the place of the last, as the nodes themselves tell.
    private Optional<Finding> earlier(String name, Digest32 id, KeyCard newest) {
        var epochs = new TreeMap<String, Integer>();
        answered.forEach((node, visit) -> visit.status().standing().stream()
                .flatMap(standing -> standing.earlier().stream())
                .filter(each -> each.keyId().equals(id))
                .forEach(each -> epochs.put(node, each.epoch())));
        if (epochs.isEmpty()) return Optional.empty();
        return Optional.of(Finding.warn(
                name,
                "old shares",
                "shares of epoch %d may sign still, at %s: not every owner has said that it uses epoch %d"
                        .formatted(
                                epochs.values().stream().min(Integer::compare).orElse(newest.epoch()),
                                String.join(", ", epochs.keySet()),
                                newest.epoch()),
                "see that every node of the key is up and linked; without one that stays away or silent:"
                        + " ./tallystick ceremony reshare"));
    }

    /// By the newest places that a node tells; nothing where none tells them.
    private List<Finding> hands(String name, QuorumTree tree) {
        return answered.values().stream()
                .flatMap(visit -> visit.said().places().stream())
                .max(java.util.Comparator.comparingInt(Places::version))
                .map(places -> Hands.of(name, tree, places))
                .orElseGet(List::of);
    }

    /// One finding a set, with all nodes that have cut it off; none where all is well.
    private List<Finding> quarantined(String name, Digest32 id, KeyCard newest) {
        var saidBy = new TreeMap<String, List<String>>();
        answered.values().stream()
                .filter(visit -> visit.status().keys().contains(newest))
                .forEach(visit -> condition(visit.node().name(), id)
                        .ifPresent(condition -> condition
                                .quarantined()
                                .forEach(set -> saidBy.computeIfAbsent(String.join(" + ", set), _ -> new ArrayList<>())
                                        .add(visit.node().name()))));
        return saidBy.entrySet().stream()
                .map(each -> Finding.fail(
                        name,
                        "signing sets",
                        "%s made a signature that does not verify, says %s: they sign no more together in epoch %d"
                                .formatted(
                                        Printable.of(each.getKey()),
                                        String.join(", ", each.getValue()),
                                        newest.epoch()),
                        "see in their logs who was run with; then ./tallystick ceremony refresh"))
                .toList();
    }

    private Optional<KeyCondition> condition(String node, Digest32 id) {
        return Optional.ofNullable(answered.get(node))
                .flatMap(visit -> visit.status().condition().keys().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst());
    }

    /// The age of the oldest share of the active epoch: all are made at once, and that is when the next is due from.
    private Finding age(String name, Digest32 id, KeyCard newest) {
        var since = answered.values().stream()
                .filter(visit -> visit.status().keys().contains(newest))
                .flatMap(visit -> condition(visit.node().name(), id).stream())
                .flatMap(condition -> condition.activeSince().stream())
                .min(Instant::compareTo);
        if (since.isEmpty())
            return Finding.warn(
                    name, "share age", "no node knows it", "ask again in a minute; nodes read it from their logs");
        var age = Duration.between(since.get(), now);
        var what = "%d days".formatted(age.toDays());
        var remedy = "./tallystick ceremony refresh";
        if (age.compareTo(limits.shareAge()) > 0)
            return Finding.fail(
                    name,
                    "share age",
                    "%s, refresh is overdue after %d"
                            .formatted(what, limits.shareAge().toDays()),
                    remedy);
        return age.compareTo(limits.shareAge().multipliedBy(6).dividedBy(7)) > 0
                ? Finding.warn(name, "share age", what + ", refresh is due", remedy)
                : Finding.ok(name, "share age", what);
    }

    /// What the nodes themselves are set to, and the first of them.
    private Optional<Finding> due(String name, Digest32 id, KeyCard newest) {
        var due = answered.values().stream()
                .filter(visit -> visit.status().keys().contains(newest))
                .flatMap(visit -> visit.status().standing().stream())
                .flatMap(standing -> standing.refreshes().stream())
                .filter(each -> each.keyId().equals(id))
                .min(java.util.Comparator.comparing(NodeStanding.RefreshDue::at));
        return due.map(each -> {
            var remedy = "see that every node of the key is up and linked; ./tallystick ceremony refresh does it now";
            if (!now.isBefore(each.overdueAt()))
                return Finding.fail(name, "refresh", "overdue since " + each.overdueAt(), remedy);
            return now.isBefore(each.at())
                    ? Finding.ok(
                            name,
                            "refresh",
                            "by itself in %d days"
                                    .formatted(Duration.between(now, each.at()).toDays()))
                    : Finding.warn(name, "refresh", "due since " + each.at(), remedy);
        });
    }

    /// Nothing is found of a node that did not answer, or is left behind: that is said already.
    private Optional<Finding> backup(String name, Digest32 id, KeyCard newest, String node) {
        var visit = Optional.ofNullable(answered.get(node));
        if (visit.filter(each -> each.status().keys().contains(newest)).isEmpty()) return Optional.empty();
        var saved = condition(node, id).flatMap(KeyCondition::backedUpAt);
        return Optional.of(
                saved.isPresent()
                        ? Finding.ok(
                                name,
                                "backup",
                                "of %s, in every signing set, %d days old"
                                        .formatted(
                                                node,
                                                Duration.between(saved.get(), now)
                                                        .toDays()))
                        : Finding.fail(
                                name,
                                "backup",
                                "%s is in every signing set and sees no backup of its share".formatted(node),
                                "mount its backup directory and see that it was started with --backup; if the backup is"
                                        + " lost: ./tallystick ceremony refresh makes a new one"));
    }
}
