package tallystick.node.documents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookInForce;
import tallystick.core.court.Ancestry;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Activation;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.node.ledger.Kept;
import tallystick.node.ledger.StoreUnavailable;

/// All documents of one node at one moment of its life: a value, made anew by each step.
///
/// **Threads** immutable.
///
/// @param genesis how it began
/// @param node this node's name
/// @param activations by kind, where each stands with its next version
/// @param history by kind, what is and was in force, the first first
/// @param freezes what is frozen
/// @param orders the signed orders behind them, by id
/// @param changes by id
/// @param pledges words of nodes by version, both of one that said both
/// @param glass broken ones by change
record Workspace(
        SignedGenesis genesis,
        String node,
        Map<DocumentKind, Activation> activations,
        Map<DocumentKind, List<Taken>> history,
        Freezes freezes,
        Map<Digest32, SignedFreeze> orders,
        Map<Digest32, Tracked> changes,
        Map<DocumentVersion, List<Pledge>> pledges,
        Map<Digest32, Glass> glass) {
    Workspace {
        activations = Map.copyOf(activations);
        history = Map.copyOf(history);
        orders = Map.copyOf(orders);
        changes = Map.copyOf(changes);
        pledges = Map.copyOf(pledges);
        glass = Map.copyOf(glass);
    }

    static Workspace of(SignedGenesis signed, String node, Instant at) {
        var workspace = signed.genesis().hash();
        var activations = new EnumMap<DocumentKind, Activation>(DocumentKind.class);
        var history = new EnumMap<DocumentKind, List<Taken>>(DocumentKind.class);
        signed.genesis().inForce().forEach((kind, document) -> {
            activations.put(kind, Activation.of(workspace, node, document));
            history.put(kind, List.of(new Taken(document, at)));
        });
        return new Workspace(
                signed, node, activations, history, Freezes.none(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    /// What the rows say; empty if there is no genesis among them.
    static Optional<Workspace> of(List<Kept> rows, String node) throws StoreUnavailable {
        var begun = Rows.of(Rows.GENESIS, rows);
        if (begun.isEmpty()) return Optional.empty();
        var genesis = Rows.good(SignedGenesis.parse(begun.getFirst().body()));
        var workspace = of(genesis, node, begun.getFirst().at());
        for (var row : Rows.of(Rows.TAKEN, rows)) workspace = workspace.took(Rows.taken(row));
        for (var row : Rows.of(Rows.ACTIVATION, rows))
            for (var activation : workspace.activations.values())
                if (row.id()
                        .equals(Bytes.copyOf((byte) activation.current().kind().code())))
                    workspace = workspace.with(Rows.activation(row, activation));
        var changes = new HashMap<Digest32, Tracked>();
        for (var row : Rows.of(Rows.CHANGE, rows)) changes.put(new Digest32(row.id()), Rows.change(row));
        var glass = new HashMap<Digest32, Glass>();
        for (var row : Rows.of(Rows.GLASS, rows)) glass.put(new Digest32(row.id()), Rows.glass(row));
        var pledges = new HashMap<DocumentVersion, List<Pledge>>();
        for (var row : Rows.of(Rows.PLEDGES, rows)) {
            var words = Rows.good(Covenant.parse(row.body()));
            pledges.put(words.version(), words.pledges());
        }
        return Optional.of(workspace.frozen(rows).with(changes, glass, pledges));
    }

    private Workspace frozen(List<Kept> rows) throws StoreUnavailable {
        var lifted = new HashSet<Digest32>();
        for (var row : Rows.of(Rows.LIFTED, rows)) lifted.add(new Digest32(row.id()));
        var known = new HashMap<Digest32, SignedFreeze>();
        var standing = new HashMap<Digest32, tallystick.core.governance.FreezeOrder>();
        for (var row : Rows.of(Rows.FREEZE, rows)) {
            var signed = Rows.good(SignedFreeze.parse(row.body()));
            var id = signed.order().id();
            known.put(id, signed);
            if (!lifted.contains(id)) standing.put(id, signed.order());
        }
        return with(new Freezes(standing, lifted), known);
    }

    Digest32 id() {
        return genesis.genesis().hash();
    }

    /// With a version that takes effect.
    Workspace took(Taken taken) {
        var kind = taken.document().kind();
        var versions = new ArrayList<>(history.getOrDefault(kind, List.of()));
        if (versions.stream().anyMatch(each -> each.document().equals(taken.document()))) return this;
        versions.add(taken);
        var before = activations.get(kind);
        var next =
                before == null || before.current().version() < taken.document().version()
                        ? Activation.of(id(), node, taken.document())
                        : before;
        return with(next).withHistory(kind, versions);
    }

    private Workspace withHistory(DocumentKind kind, List<Taken> versions) {
        var more = new HashMap<>(history);
        more.put(kind, List.copyOf(versions));
        return new Workspace(genesis, node, activations, more, freezes, orders, changes, pledges, glass);
    }

    Workspace with(Activation activation) {
        var more = new HashMap<>(activations);
        more.put(activation.current().kind(), activation);
        return new Workspace(genesis, node, more, history, freezes, orders, changes, pledges, glass);
    }

    Workspace with(Freezes others, Map<Digest32, SignedFreeze> known) {
        return new Workspace(genesis, node, activations, history, others, known, changes, pledges, glass);
    }

    Workspace with(Tracked change) {
        var more = new HashMap<>(changes);
        more.put(change.signed().change().id(), change);
        return with(more, glass, pledges);
    }

    Workspace with(DocumentVersion version, List<Pledge> words) {
        var more = new HashMap<>(pledges);
        more.put(version, List.copyOf(words));
        return with(changes, glass, more);
    }

    Workspace withoutWords(Collection<DocumentVersion> versions) {
        var fewer = new HashMap<>(pledges);
        fewer.keySet().removeAll(versions);
        return with(changes, glass, fewer);
    }

    Workspace without(Tracked change) {
        var fewer = new HashMap<>(changes);
        fewer.remove(change.signed().change().id());
        return with(fewer, glass, pledges);
    }

    /// Where this node stands with a document's versions.
    Activation activation(DocumentKind kind) {
        return Optional.ofNullable(activations.get(kind))
                .orElseThrow(() -> new AssertionError("no document of the kind " + kind));
    }

    /// Whether a version is or was in force.
    boolean wasInForce(DocumentVersion version) {
        return history.getOrDefault(version.kind(), List.of()).stream()
                .anyMatch(taken -> DocumentVersion.of(taken.document()).equals(version));
    }

    /// A document that is or was in force.
    Optional<Document> document(Digest32 hash) {
        return history.values().stream()
                .flatMap(List::stream)
                .map(Taken::document)
                .filter(document -> document.hash().equals(hash))
                .findFirst();
    }

    /// The same without what was declined of numbers that are over.
    Activation withoutOldWords(Activation activation) {
        var current = activation.current();
        var ahead = new HashSet<Digest32>();
        for (var version : pledges.keySet())
            if (version.kind() == current.kind() && version.number() > current.version()) ahead.add(version.hash());
        ahead.retainAll(activation.declined());
        return new Activation(
                activation.workspace(), activation.node(), current, activation.prepared(), ahead, activation.bound());
    }

    Workspace withGlass(Digest32 change, Glass broken) {
        var more = new HashMap<>(glass);
        more.put(change, broken);
        return with(changes, more, pledges);
    }

    private Workspace with(
            Map<Digest32, Tracked> otherChanges,
            Map<Digest32, Glass> otherGlass,
            Map<DocumentVersion, List<Pledge>> otherPledges) {
        return new Workspace(
                genesis, node, activations, history, freezes, orders, otherChanges, otherPledges, otherGlass);
    }

    /// The version to judge by until another takes effect.
    Optional<Document> current(DocumentKind kind) {
        return Optional.ofNullable(activations.get(kind)).map(Activation::current);
    }

    private Document held(DocumentKind kind) {
        return current(kind).orElseThrow(() -> new AssertionError("no document of the kind " + kind));
    }

    Roster roster() {
        return Roster.parse(held(DocumentKind.ROSTER).content()).orThrow();
    }

    Directory people() {
        return Directory.parse(held(DocumentKind.PEOPLE).content()).orThrow();
    }

    /// Versions without which this node judges nothing at a moment.
    List<DocumentVersion> awaited(Instant now) {
        var awaited = new ArrayList<DocumentVersion>();
        for (var activation : activations.values())
            if (activation.standing(now) instanceof Activation.Standing.Stopped(var version)) awaited.add(version);
        return awaited;
    }

    /// The documents by which it judges, if it lacks none.
    ///
    /// @param ready what policies were made ready before
    InForce inForce(Instant now, ReadyPolicies ready) {
        var versions = history.getOrDefault(DocumentKind.POLICY, List.of());
        var isBroken = glass.values().stream().anyMatch(each -> each.isBroken(now));
        var emergency = current(DocumentKind.EMERGENCY_POLICY).filter(_ -> isBroken);
        var levels = ready.of(emergency
                .map(List::of)
                .orElseGet(() -> versions.reversed().stream()
                        .map(Taken::document)
                        .limit(1 + Ancestry.VERSIONS_MAX)
                        .toList()));
        var documents = new EnumMap<DocumentKind, Document>(DocumentKind.class);
        activations.forEach((kind, activation) -> documents.put(kind, activation.current()));
        return new InForce(
                id(),
                people(),
                levels.getFirst(),
                levels.subList(1, levels.size()),
                book(),
                factKeys(),
                places(),
                roster(),
                freezes,
                documents);
    }

    Places places() {
        return current(DocumentKind.PLACES)
                .map(document -> Places.parse(document.content()).orThrow())
                .orElseGet(() -> Places.none(1));
    }

    private FactKeys factKeys() {
        return current(DocumentKind.FACT_KEYS)
                .map(document -> FactKeys.parse(document.content()).orThrow())
                .orElseGet(() -> new FactKeys(1, List.of()));
    }

    private BookInForce book() {
        Optional<BookInForce> book = Optional.empty();
        for (var taken : history.getOrDefault(DocumentKind.ADDRESS_BOOK, List.of())) {
            var content = AddressBook.parse(taken.document().content()).orThrow();
            book = Optional.of(book.map(before -> before.next(content, taken.since()))
                    .orElseGet(() -> BookInForce.of(content, taken.since())));
        }
        return book.orElseGet(() -> BookInForce.of(new AddressBook(1, List.of()), Instant.EPOCH));
    }

    /// Why a genesis is none for this node; empty if it is.
    ///
    /// @param followed the roster it follows
    /// @param policies what is to be known of policies
    static Optional<String> whyNot(Genesis genesis, Roster followed, String node, Instant now, Policies policies) {
        var roster = genesis.roster();
        if (!nodes(roster).equals(nodes(followed)))
            return Optional.of("the genesis has other nodes than the roster this node follows: make it of that roster");
        if (!nodes(roster).containsKey(node)) return Optional.of("the genesis has no node called " + node);
        var documents = genesis.inForce();
        var policy = Optional.ofNullable(documents.get(DocumentKind.POLICY));
        if (policy.isEmpty()) return Optional.of("the genesis has no policy: nothing could ever be signed");
        for (var document : documents.values())
            if (!Readability.isReadable(document, policies))
                return Optional.of("the %s is malformed".formatted(Phrases.of(document.kind())));
        var places = Optional.ofNullable(documents.get(DocumentKind.PLACES)).map(Document::content);
        var people = genesis.people().encode();
        for (var kind : List.of(DocumentKind.POLICY, DocumentKind.EMERGENCY_POLICY)) {
            var content = Optional.ofNullable(documents.get(kind)).map(Document::content);
            if (content.isPresent() && places.isPresent() && !policies.fits(content.get(), places.get()))
                return Optional.of("policies of places are of another organisation than the %s, or have its id"
                        .formatted(Phrases.of(kind)));
            if (content.isPresent()
                    && !Outlook.possible(policies.outlook(
                                            new Constitution(content.get(), people, Set.of(), now), Proposing.PROGRAM)
                                    .outlooks())
                            .containsAll(Remedy.NEEDED))
                return Optional.of(
                        "by the %s these people could not change policy and people, or end a freeze: have it ask for"
                                        .formatted(Phrases.of(kind))
                                + " people there are, at some hour of every week");
        }
        return Optional.empty();
    }

    private static Map<String, tallystick.crypto.seal.VerifyKey> nodes(Roster roster) {
        var nodes = new TreeMap<String, tallystick.crypto.seal.VerifyKey>();
        roster.nodes().forEach(member -> nodes.put(member.name(), member.identity()));
        return nodes;
    }
}
