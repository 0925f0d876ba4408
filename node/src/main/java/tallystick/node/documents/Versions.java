package tallystick.node.documents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Activation;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.Voters;
import tallystick.core.wire.GovernanceNews;
import tallystick.crypto.seal.IdentityKey;
import tallystick.node.ledger.Kept;

/// The two phases in which versions of documents come into force on all nodes, as steps of one node.
///
/// @param key by which the node gives its word
record Versions(Workspace workspace, IdentityKey key, Instant now) {
    /// About how many versions that this node does not have one node's words are kept.
    private static final int STRANGE_MAX = 64;

    /// Phase one: what was accepted is kept, and this node gives its word.
    /// @spec docs/spec/governance.md#GO-18 governance
    Step prepare(Document next, Ruling.Accepted accepted) {
        return switch (activation(next).prepare(next, accepted)) {
            case Activation.Step.Refused _ -> Step.none(workspace);
            case Activation.Step.Taken(var activation, var word) -> {
                if (activation.equals(activation(next))) yield Step.none(workspace);
                yield word(workspace.with(activation), activation, word);
            }
        };
    }

    /// Says that this node never will, so that the others need not wait.
    /// @spec docs/spec/governance.md#GO-19 governance
    Step decline(Document next) {
        var activation = workspace.activations().get(next.kind());
        if (activation == null || activation.declined().contains(next.hash())) return Step.none(workspace);
        return switch (activation.decline(DocumentVersion.of(next))) {
            case Activation.Step.Refused _ -> Step.none(workspace);
            case Activation.Step.Taken(var after, var word) -> word(workspace.with(after), after, word);
        };
    }

    private Activation activation(Document next) {
        return Optional.ofNullable(workspace.activations().get(next.kind()))
                .orElseThrow(() -> new AssertionError("a version of a kind that the genesis has not"));
    }

    private Step word(Workspace after, Activation activation, Optional<Activation.Word> word) {
        var rows = new ArrayList<Kept>(List.of(Rows.activation(activation, now)));
        if (word.isEmpty()) return new Step(after, rows, List.of(), List.of());
        var version = word.get().version();
        var pledge = own(version, word.get().isKept());
        var event = new AuditEvent.VersionPledged(
                version.kind().code(),
                version.number(),
                version.hash(),
                word.get().isKept());
        var step = new Step(after, rows, List.of(event), List.of());
        return step.then(new Versions(after, key, now).hear(Words.verified(after, List.of(pledge))));
    }

    /// Says again, by the key that the roster in force gives it, what it said by another: which versions it keeps, or
    /// has in force, and which it never will have.
    ///
    /// **Why** the others count no word by a key that this node no longer has, and wait for it for ever. Its log
    /// told of each when it gave it.
    ///
    /// **Form** only what it knows of itself: what others have of it by the key before may be a thief's.
    ///
    /// @spec docs/spec/documents.md#ND-5 documents
    Step sayAgain() {
        var words = new ArrayList<Pledge>();
        for (var activation : workspace.activations().values()) {
            activation.prepared().ifPresent(document -> words.add(own(DocumentVersion.of(document), true)));
            declined(activation).forEach(version -> words.add(own(version, false)));
        }
        workspace.history().values().stream()
                .flatMap(taken -> taken.stream().skip(1))
                .map(taken -> DocumentVersion.of(taken.document()))
                .forEach(version -> words.add(own(version, true)));
        return hear(Words.verified(workspace, words));
    }

    private Pledge own(DocumentVersion version, boolean isKept) {
        return Pledge.of(workspace.id(), version, workspace.node(), isKept, key);
    }

    private Stream<DocumentVersion> declined(Activation activation) {
        return Stream.concat(workspace.pledges().keySet().stream(), documents().map(DocumentVersion::of))
                .filter(version -> version.number() > activation.current().version()
                        && activation.declined().contains(version.hash()))
                .distinct();
    }

    /// Hears words of nodes, its own too. Those that come together are weighed together.
    /// @spec docs/spec/governance.md#GO-20 governance
    Step hear(Words words) {
        var heard = workspace;
        var had = had();
        var fresh = new LinkedHashSet<DocumentVersion>();
        for (var pledge : words.in(workspace).own()) {
            var version = pledge.version();
            if (!Words.isNew(heard, pledge) || isTooMuch(heard, pledge, had)) continue;
            var more = new ArrayList<>(heard.pledges().getOrDefault(version, List.of()));
            // A word by a key that the node no longer has makes room for one by that which it has.
            more.removeIf(word -> Words.saysTheSame(word, pledge));
            more.add(pledge);
            more.sort(Comparator.comparing(Pledge::node).thenComparing(Pledge::isKept));
            heard = heard.with(version, more);
            fresh.add(version);
        }
        var step = Step.none(heard);
        for (var version : fresh) step = step.then(new Versions(step.next(), key, now).weigh(version));
        return step;
    }

    /// Versions whose documents this node has, and that are not in force.
    private Set<DocumentVersion> had() {
        var had = new HashSet<DocumentVersion>();
        for (var activation : workspace.activations().values())
            activation.prepared().map(DocumentVersion::of).ifPresent(had::add);
        documents().map(DocumentVersion::of).forEach(had::add);
        return had;
    }

    /// No node fills another's disk with words about versions that nobody has.
    private boolean isTooMuch(Workspace heard, Pledge pledge, Set<DocumentVersion> had) {
        if (pledge.node().equals(workspace.node()) || had.contains(pledge.version())) return false;
        var strange = heard.pledges().entrySet().stream()
                .filter(each ->
                        each.getValue().stream().anyMatch(word -> word.node().equals(pledge.node())))
                .filter(each -> !heard.wasInForce(each.getKey()) && !had.contains(each.getKey()))
                .count();
        return strange >= STRANGE_MAX;
    }

    private Step weigh(DocumentVersion version) {
        var words = workspace.pledges().getOrDefault(version, List.of());
        var all = new Covenant(words);
        var step = alarm(version, words)
                .then(new Step(
                        workspace,
                        List.of(Rows.pledges(all, now)),
                        List.of(),
                        List.of(new GovernanceNews.Pledged(all))));
        var kept = words.stream().filter(Pledge::isKept).toList();
        if (!kept.isEmpty()) step = step.then(bind(version, kept));
        for (var pledge : words)
            if (!pledge.isKept()) step = step.then(new Versions(step.next(), key, now).abandon(pledge));
        return step.then(new Versions(step.next(), key, now).release(version));
    }

    /// Who takes his word back heard another decline, and passes that on with it: if all who declined had pledged
    /// before, one of them began it against its word.
    private Step alarm(DocumentVersion version, List<Pledge> words) {
        var kept = words.stream().filter(Pledge::isKept).map(Pledge::node).toList();
        var declined =
                words.stream().filter(word -> !word.isKept()).map(Pledge::node).toList();
        var both =
                declined.stream().filter(name -> !name.equals(workspace.node())).toList();
        if (both.isEmpty() || !kept.containsAll(declined)) return Step.none(workspace);
        return Step.alarm(
                workspace,
                "pledges",
                "both kept and declined %s version %d, one of them against its word: %s"
                        .formatted(Phrases.of(version.kind()), version.number(), String.join(", ", both)));
    }

    private Step abandon(Pledge pledge) {
        var activation = workspace.activations().get(pledge.version().kind());
        if (activation == null) return Step.none(workspace);
        var voters = voters(pledge.version());
        if (voters.isEmpty()) return Step.none(workspace);
        return switch (activation.abandon(pledge, voters.get())) {
            case Activation.Step.Refused _ -> Step.none(workspace);
            case Activation.Step.Taken(var after, var word) -> {
                if (after.equals(activation)) yield Step.none(workspace);
                yield word(workspace.with(after), after, word);
            }
        };
    }

    private Step release(DocumentVersion version) {
        var activation = workspace.activations().get(version.kind());
        var voters = voters(version);
        if (activation == null || voters.isEmpty()) return Step.none(workspace);
        return switch (activation.release(workspace.pledges().getOrDefault(version, List.of()), voters.get())) {
            case Activation.Step.Refused _ -> Step.none(workspace);
            case Activation.Step.Taken(var after, var _) ->
                new Step(workspace.with(after), List.of(Rows.activation(after, now)), List.of(), List.of());
        };
    }

    /// Which nodes' words a version needs; empty if only its document tells, and this node does not have that.
    /// @spec docs/spec/governance.md#GO-28 governance
    private Optional<Roster> voters(DocumentVersion version) {
        if (version.kind() != DocumentKind.ROSTER) return Optional.of(workspace.roster());
        return known(version).map(document -> Voters.of(workspace.roster(), document));
    }

    private Optional<Document> known(DocumentVersion version) {
        return Optional.ofNullable(workspace.activations().get(version.kind()))
                .flatMap(Activation::prepared)
                .filter(document -> DocumentVersion.of(document).equals(version))
                .or(() -> document(version));
    }

    /// What was heard of a version is weighed again, since more is known of whose words it needs.
    Step weighAgain(DocumentVersion version) {
        return workspace.pledges().containsKey(version) ? weigh(version) : Step.none(workspace);
    }

    /// Phase two, once the words of all are together. Of a roster that this node does not have, really of all.
    private Step bind(DocumentVersion version, List<Pledge> kept) {
        var activation = workspace.activations().get(version.kind());
        if (activation == null) return Step.none(workspace);
        var voters = voters(version).orElseGet(workspace::roster);
        var words = kept.stream()
                .filter(word ->
                        voters.nodes().stream().anyMatch(node -> node.name().equals(word.node())))
                .toList();
        if (words.isEmpty()) return Step.none(workspace);
        return switch (activation.bind(new Covenant(words), voters)) {
            case Activation.Step.Refused(var why) -> {
                if (why != Activation.Why.CONFLICT) yield Step.none(workspace);
                yield Step.alarm(
                        workspace,
                        "pledges",
                        "all nodes pledged to two versions of one number: %s version %d"
                                .formatted(Phrases.of(version.kind()), version.number()));
            }
            case Activation.Step.Taken(var after, var _) -> {
                if (after.equals(activation)) yield Step.none(workspace);
                yield new Step(workspace.with(after), List.of(Rows.activation(after, now)), List.of(), List.of());
            }
        };
    }

    /// Gets versions that all keep and this node lacks, out of the changes it knows, and takes into force what is due.
    Step settle() {
        var step = learn();
        for (var again = true; again; ) {
            var before = step.next();
            var settled = new Versions(before, key, now).take();
            again = !settled.next().equals(before);
            step = step.then(settled);
        }
        return step;
    }

    private Step learn() {
        var step = Step.none(workspace);
        for (var activation : workspace.activations().values()) {
            var next = activation.bound().get(activation.current().version() + 1);
            if (next == null || activation.prepared().map(Document::hash).equals(Optional.of(next.hash()))) continue;
            var found = document(next);
            if (found.isEmpty() || !(activation.learn(found.get()) instanceof Activation.Step.Taken(var after, var _)))
                continue;
            step = step.then(
                    new Step(step.next().with(after), List.of(Rows.activation(after, now)), List.of(), List.of()));
        }
        return step;
    }

    private Optional<Document> document(DocumentVersion version) {
        return documents()
                .filter(document -> DocumentVersion.of(document).equals(version))
                .findFirst();
    }

    private Stream<Document> documents() {
        return workspace.changes().values().stream()
                .map(tracked -> tracked.signed().change().proposal())
                .flatMap(proposal ->
                        proposal instanceof Proposal.NewDocument(var document) ? Stream.of(document) : Stream.empty());
    }

    /// @spec docs/spec/governance.md#GO-21 governance
    private Step take() {
        var step = Step.none(workspace);
        for (var kind : workspace.activations().keySet()) {
            var activation = step.next().activation(kind);
            var ahead = activation.at(now);
            if (ahead.equals(activation)) continue;
            var after = step.next().withoutOldWords(ahead);
            var document = after.current();
            var taken = new Taken(document, Instant.ofEpochMilli(now.toEpochMilli()));
            var next = step.next().took(taken).with(after);
            var rows = new ArrayList<>(List.of(Rows.taken(taken), Rows.activation(after, now)));
            for (var over : over(next, document)) {
                next = next.with(over);
                rows.add(Rows.change(over));
            }
            var event = new AuditEvent.VersionActivated(document.kind().code(), document.version(), document.hash());
            var outdated = outdated(next, document);
            step = step.then(new Step(
                    next.withoutWords(outdated),
                    rows,
                    outdated.stream().map(Rows::noPledges).toList(),
                    List.of(event),
                    List.of()));
            if (document.kind() == DocumentKind.ROSTER)
                step = step.then(new Versions(step.next(), key, now).weighAll());
        }
        return step;
    }

    /// Versions of this kind that never came into force, and never will.
    private static List<DocumentVersion> outdated(Workspace next, Document document) {
        return next.pledges().keySet().stream()
                .filter(version -> version.kind() == document.kind()
                        && version.number() <= document.version()
                        && !next.wasInForce(version))
                .toList();
    }

    /// With another roster other nodes' words are waited for.
    private Step weighAll() {
        var step = Step.none(workspace);
        for (var activation : workspace.activations().values())
            for (var version : List.copyOf(workspace.pledges().keySet()))
                if (version.kind() == activation.current().kind()
                        && version.number() > activation.current().version())
                    step = step.then(new Versions(step.next(), key, now).weigh(version));
        return step;
    }

    private static List<Tracked> over(Workspace next, Document document) {
        return next.changes().values().stream()
                .filter(tracked -> !tracked.isOver()
                        && tracked.signed().change().proposal().equals(new Proposal.NewDocument(document)))
                .map(Tracked::over)
                .toList();
    }

    /// Words that others may lack, of versions that are not in force and of those that are.
    static List<Covenant> words(Workspace workspace) {
        return workspace.pledges().values().stream().map(Covenant::new).toList();
    }
}
