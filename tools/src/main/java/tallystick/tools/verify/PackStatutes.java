package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Member;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.governance.Voters;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.Governed;

/// The versions of governed documents that came into force as they must, by what one node keeps: from the genesis on,
/// each behind the one before, with the words of all nodes that have to give theirs. Those that a version of the roster
/// removes are not asked about it, and about nothing else are fewer asked.
///
/// **Why** what a node says it judged by is its word alone; that all the others judged by it is not.
///
/// **Threads** one.
final class PackStatutes {
    /// How long after a roster is replaced what all pledged to under it may still come into force.
    private static final Duration PLEDGED_AHEAD_MAX = Duration.ofDays(31);

    private final Governed governed;
    private final Map<DocumentKind, NavigableMap<Integer, Document>> versions = new EnumMap<>(DocumentKind.class);
    private final List<Document> unpledged = new ArrayList<>();
    private final Map<Integer, Set<String>> names = new HashMap<>();

    private PackStatutes(Governed governed) {
        this.governed = governed;
    }

    /// @spec docs/spec/evidence-pack.md#EP-16 evidence-pack
    static PackStatutes of(Governed governed) {
        var statutes = new PackStatutes(governed);
        governed.genesis().ifPresent(statutes::begin);
        return statutes;
    }

    private void begin(SignedGenesis signed) {
        signed.genesis().inForce().values().forEach(this::add);
        var later = governed.versions().stream()
                .filter(document -> document.version() > 1)
                .sorted(Comparator.comparingInt(Document::version))
                .toList();
        var rosters = later.stream()
                .filter(document -> document.kind() == DocumentKind.ROSTER)
                .toList();
        for (var document : rosters) follow(signed, document, electors(document));
        for (var document : later)
            if (document.kind() != DocumentKind.ROSTER) follow(signed, document, electors(document));
    }

    private void add(Document document) {
        versions.computeIfAbsent(document.kind(), _ -> new TreeMap<>()).put(document.version(), document);
    }

    private void follow(SignedGenesis signed, Document document, List<Roster> electors) {
        var before = Optional.ofNullable(of(document.kind()).get(document.version() - 1));
        var isPledged = before.filter(document::follows).isPresent()
                && electors.stream()
                        .anyMatch(roster -> isPledged(signed.genesis().hash(), document, Voters.of(roster, document)));
        if (isPledged) add(document);
        else unpledged.add(document);
    }

    /// By whom a version may have been pledged to: the nodes of the roster in force at its moment, or, since words are
    /// given ahead, of the one that was replaced shortly before. A roster is pledged to under the one before it.
    private List<Roster> electors(Document document) {
        var all = of(DocumentKind.ROSTER);
        if (document.kind() == DocumentKind.ROSTER)
            return Optional.ofNullable(all.get(document.version() - 1)).stream()
                    .flatMap(each -> roster(each).stream())
                    .toList();
        var electors = new ArrayList<Roster>();
        for (var each : all.descendingMap().values()) {
            if (each.effectiveFrom().isAfter(document.effectiveFrom())) continue;
            electors.addAll(roster(each));
            if (each.effectiveFrom().plus(PLEDGED_AHEAD_MAX).isBefore(document.effectiveFrom())) break;
            if (electors.size() == 2) break;
        }
        return List.copyOf(electors);
    }

    private static List<Roster> roster(Document document) {
        return Roster.parse(document.content()) instanceof Parsed.Ok<Roster>(var roster) ? List.of(roster) : List.of();
    }

    private boolean isPledged(Digest32 workspace, Document document, Roster voters) {
        var names = new HashSet<String>();
        voters.nodes().forEach(node -> names.add(node.name()));
        var words = governed.covenants().stream()
                .filter(covenant -> covenant.version().hash().equals(document.hash()))
                .flatMap(covenant -> covenant.pledges().stream())
                .filter(Pledge::isKept)
                .filter(pledge -> names.remove(pledge.node()))
                .toList();
        return !words.isEmpty()
                && words.getFirst().version().effectiveFrom().equals(document.effectiveFrom())
                && new Covenant(words).isComplete(workspace, voters);
    }

    /// By what which node keeps.
    String node() {
        return governed.node();
    }

    /// Which nodes gave their word on a version that is in force.
    Set<String> pledged(Document document) {
        return governed.covenants().stream()
                .filter(covenant -> covenant.version().hash().equals(document.hash()))
                .flatMap(covenant -> covenant.pledges().stream())
                .filter(Pledge::isKept)
                .map(Pledge::node)
                .collect(Collectors.toSet());
    }

    /// The versions of a kind by their numbers.
    NavigableMap<Integer, Document> of(DocumentKind kind) {
        return versions.getOrDefault(kind, new TreeMap<>());
    }

    /// Of which kinds there is a document.
    Set<DocumentKind> kinds() {
        return versions.isEmpty() ? Set.of() : Set.copyOf(versions.keySet());
    }

    /// All versions.
    Stream<Document> all() {
        return versions.values().stream().flatMap(each -> each.values().stream());
    }

    /// Versions that this node has as in force, and that not all pledged to.
    List<Document> unpledged() {
        return List.copyOf(unpledged);
    }

    /// From when on the rosters of later versions than the first have this node, up to that moment; empty if the one in
    /// force then does not, or is the first.
    Optional<Instant> joined(String node, Instant at) {
        Optional<Instant> since = Optional.empty();
        for (var document : of(DocumentKind.ROSTER).values()) {
            if (document.version() == 1 || document.effectiveFrom().isAfter(at)) continue;
            var isThere = names(document).contains(node);
            since = isThere ? since.or(() -> Optional.of(document.effectiveFrom())) : Optional.empty();
        }
        return since;
    }

    /// Read once: it is asked for at each ruling of who joined.
    private Set<String> names(Document document) {
        return names.computeIfAbsent(
                document.version(),
                _ -> roster(document).stream()
                        .flatMap(roster -> roster.nodes().stream())
                        .map(Member::name)
                        .collect(Collectors.toSet()));
    }

    /// The nodes of all rosters that ever were in force.
    Stream<Member> nodes() {
        return of(DocumentKind.ROSTER).values().stream()
                .flatMap(document -> roster(document).stream())
                .flatMap(roster -> roster.nodes().stream());
    }
}
