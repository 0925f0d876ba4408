package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.Governed;
import tallystick.tools.pack.LogWalk;

/// Versions that nodes gave their word on: from its moment on a node judges by none before, whether its log tells that
/// the version came into force or not.
///
/// **Why** nodes that lie together leave that entry out, and go on by the looser policy. What they signed for it stands
/// with every other node, and in their own logs. A node that pledged waits for the others, and signs nothing meanwhile.
/// Who joined later was not asked about what was in force by then, and is bound by it all the same.
///
/// **Threads** one.
final class PackPledges {
    /// A step of documents and a ruling are made by different threads, and clocks differ.
    private static final Duration SLACK = Duration.ofMinutes(1);

    /// A node that begins with the genesis hears of later versions then; so does one that joined, of what it was not
    /// asked about.
    private static final Duration HEARS_AGAIN = Duration.ofMinutes(10);

    private final Map<DocumentKind, NavigableMap<Integer, Set<Document>>> known = new EnumMap<>(DocumentKind.class);
    private final Map<Digest32, Set<String>> pledged = new HashMap<>();
    private final Map<Digest32, Instant> activated = new HashMap<>();
    private final Map<String, Map<Digest32, Instant>> own = new HashMap<>();
    private final Map<String, Set<Digest32>> declined = new HashMap<>();
    private final Map<String, Instant> began = new HashMap<>();
    private final List<PackStatutes> statutes;
    private final Report report;

    /// @param governed what each node keeps
    /// @param statutes what is in force by that
    PackPledges(Collection<Governed> governed, Collection<PackStatutes> statutes, Report report) {
        this.report = report;
        this.statutes = List.copyOf(statutes);
        for (var each : statutes)
            each.all()
                    .filter(document -> document.version() > 1)
                    .forEach(document -> pledged.computeIfAbsent(document.hash(), _ -> new HashSet<>())
                            .addAll(each.pledged(document)));
        for (var each : governed) {
            each.history().forEach(this::know);
            for (var signed : each.changes())
                if (signed.change().proposal() instanceof Proposal.NewDocument(var document)) know(document);
            for (var version : each.versions())
                Optional.ofNullable(each.seen().get(version.hash())).ifPresent(at -> activated(version.hash(), at));
        }
    }

    private void know(Document document) {
        known.computeIfAbsent(document.kind(), _ -> new TreeMap<>())
                .computeIfAbsent(document.version(), _ -> new HashSet<>())
                .add(document);
    }

    private void activated(Digest32 document, Instant at) {
        activated.merge(document, at, (before, now) -> before.isBefore(now) ? before : now);
    }

    /// The next entry of any log.
    /// @spec docs/spec/evidence-pack.md#EP-37 evidence-pack
    void saw(LogWalk.Found found) {
        var node = found.node();
        var at = found.entry().at();
        switch (found.entry().event()) {
            case AuditEvent.GenesisTaken _ -> began.put(node, at);
            case AuditEvent.VersionPledged(var _, var _, var document, var kept) -> {
                var words = own.computeIfAbsent(node, _ -> new HashMap<>());
                if (kept) words.putIfAbsent(document, at);
                else {
                    words.remove(document);
                    declined.computeIfAbsent(node, _ -> new HashSet<>()).add(document);
                }
            }
            case AuditEvent.VersionActivated(var _, var _, var document) -> activated(document, at);
            default -> {}
        }
    }

    /// Whether that node gave its word on a version behind this one whose moment has come.
    ///
    /// @param isPatient whether a node that began with the genesis again may have heard of no later version yet
    boolean isOver(String node, Document document, Instant now, boolean isPatient) {
        return known.getOrDefault(document.kind(), new TreeMap<>()).tailMap(document.version(), false).values().stream()
                .flatMap(Set::stream)
                .anyMatch(next -> next.effectiveFrom().plus(SLACK).isBefore(now)
                        && since(node, next, now, isPatient)
                                .filter(at -> at.plus(SLACK).isBefore(now))
                                .isPresent());
    }

    /// Since when it is bound to a version: by its own log; by its signature, once any node had it in force; or since
    /// it joined, if nobody asked it.
    private Optional<Instant> since(String node, Document next, Instant now, boolean isPatient) {
        var document = next.hash();
        var told = Optional.ofNullable(own.getOrDefault(node, Map.of()).get(document));
        if (told.isPresent()) return told;
        var words = Optional.ofNullable(pledged.get(document));
        if (words.isEmpty()) return Optional.empty();
        if (!words.get().contains(node)) return isPatient ? Optional.empty() : joined(node, next, now);
        if (declined.getOrDefault(node, Set.of()).contains(document)) return Optional.empty();
        var begun = Optional.ofNullable(began.get(node));
        return Optional.ofNullable(activated.get(document))
                .filter(at -> !isPatient || begun.filter(at::isBefore).isEmpty())
                .map(at -> begun.filter(at::isBefore)
                        .map(anew -> anew.plus(HEARS_AGAIN))
                        .orElse(at));
    }

    /// A node of a later roster is told of all that is in force once it is in it and has its genesis.
    private Optional<Instant> joined(String node, Document next, Instant now) {
        var inForce = Optional.ofNullable(activated.get(next.hash()));
        if (inForce.isEmpty()) return Optional.empty();
        return statutes.stream()
                .flatMap(each -> each.joined(node, now).stream())
                .min(Comparator.naturalOrder())
                .map(since -> Stream.of(
                                since, inForce.get(), next.effectiveFrom(), began.getOrDefault(node, Instant.MIN))
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .plus(HEARS_AGAIN));
    }

    /// That was all of the logs.
    void ended() {
        declined.forEach((node, documents) -> documents.stream()
                .filter(document -> activated.containsKey(document)
                        && pledged.getOrDefault(document, Set.of()).contains(node))
                .forEach(document -> report.note(
                        "pledges",
                        "%s gave its word on the document %s and took it back, and others have that in force"
                                .formatted(node, document))));
    }
}
