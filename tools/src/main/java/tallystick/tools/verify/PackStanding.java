package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tallystick.core.audit.AuditEvent;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookInForce;
import tallystick.core.court.Case;
import tallystick.core.court.Standing;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.Governed;

/// What one node says it ruled by, held against what it had to rule by: the documents in force, each freeze that it
/// knew of, the times since when accounts are in the address book.
///
/// **Why** ruling again on what a node says it held shows that it ruled rightly by that, and nothing more.
///
/// **Threads** one.
final class PackStanding {
    /// A step of documents and a ruling are made by different threads.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final String node;
    private final PackStatutes statutes;
    private final Map<Digest32, PolicyHash> policies = new HashMap<>();
    private final List<Booked> books = new ArrayList<>();
    private final Map<Document, Object> contents = new HashMap<>();
    private final Map<DocumentKind, Integer> activated = new HashMap<>();
    private final Set<Digest32> ended = new HashSet<>();
    private final Map<Digest32, Instant> frozen = new HashMap<>();
    private Optional<Digest32> workspace = Optional.empty();

    private record Booked(Document document, BookInForce book) {}

    PackStanding(Governed governed, PackStatutes statutes) {
        this.node = governed.node();
        this.statutes = statutes;
        statutes.all().forEach(this::read);
        for (var document : statutes.of(DocumentKind.ADDRESS_BOOK).values()) book(document);
        for (var signed : governed.changes())
            if (signed.change().proposal() instanceof Proposal.Unfreeze(var order)) ended.add(order);
    }

    private void read(Document document) {
        switch (document.kind()) {
            case PEOPLE -> keep(document, Directory.parse(document.content()));
            case ROSTER -> keep(document, Roster.parse(document.content()));
            case FACT_KEYS -> keep(document, FactKeys.parse(document.content()));
            case ADDRESS_BOOK -> keep(document, AddressBook.parse(document.content()));
            case PLACES -> keep(document, Places.parse(document.content()));
            case POLICY, EMERGENCY_POLICY -> {
                if (PolicyFile.parse(document.content())
                        instanceof Parsed.Ok<tallystick.core.policy.Policy>(var policy))
                    policies.put(document.hash(), Level.of(policy).hash());
            }
        }
    }

    private void keep(Document document, Parsed<?> parsed) {
        if (parsed instanceof Parsed.Ok<?>(var content)) contents.put(document, content);
    }

    private void book(Document document) {
        if (!(contents.get(document) instanceof AddressBook book)) return;
        var at = document.effectiveFrom();
        books.add(new Booked(
                document,
                books.isEmpty()
                        ? BookInForce.of(book, at)
                        : books.getLast().book().next(book, at)));
    }

    void saw(AuditEvent event) {
        switch (event) {
            case AuditEvent.GenesisTaken(var taken) -> workspace = Optional.of(taken);
            case AuditEvent.VersionActivated(var kind, var version, var _) ->
                List.of(DocumentKind.values()).stream()
                        .filter(each -> each.code() == kind)
                        .forEach(each -> activated.merge(each, version, Math::max));
            default -> {}
        }
    }

    /// Why a ruling may not rest on this; empty if it may.
    /// @spec docs/spec/evidence-pack.md#EP-17 evidence-pack
    Optional<String> wrong(Standing standing, Case asked, Instant now) {
        if (!standing.node().equals(node)) return Optional.of("it rests on what " + standing.node() + " held");
        if (workspace.isPresent() && !workspace.get().equals(standing.workspace()))
            return Optional.of("it rests on another workspace");
        var documents = standing.documents();
        if (!isOf(DocumentKind.PEOPLE, documents.people(), now)) return other("people");
        if (!isOf(DocumentKind.ROSTER, documents.roster(), now)) return other("nodes");
        var hasNoKeys = documents.factKeys().keys().isEmpty()
                && statutes.of(DocumentKind.FACT_KEYS).isEmpty();
        if (!hasNoKeys && !isOf(DocumentKind.FACT_KEYS, documents.factKeys(), now)) return other("keys for facts");
        if (!isBook(documents.book(), now)) return other("address book");
        if (!areBefore(documents.ancestors(), now))
            return Optional.of("it counts what was asked for by a policy that was not in force before");
        if (places(now).noneMatch(places -> asked.source().equals(source(places, asked))))
            return Optional.of("it takes the value from another place than the key's");
        for (var level : documents.policies()) if (!isPolicy(level.hash(), now)) return other("policy");
        return freezes(standing, now);
    }

    private static Optional<String> other(String what) {
        return Optional.of("it rests on another %s than what was in force".formatted(what));
    }

    private boolean isOf(DocumentKind kind, Object content, Instant now) {
        return statutes.of(kind).values().stream()
                .anyMatch(document -> isInForce(document, now) && content.equals(contents.get(document)));
    }

    /// It has begun, as the first of its kind has with the workspace, and no later one that this node took into force.
    private boolean isInForce(Document document, Instant now) {
        var latest = Optional.ofNullable(statutes.of(document.kind()).get(activated.getOrDefault(document.kind(), 1)));
        var isOver = latest.filter(next -> next.version() > document.version())
                .filter(next -> next.effectiveFrom().plus(SLACK).isBefore(now))
                .isPresent();
        return !isOver && (document.version() == 1 || !document.effectiveFrom().isAfter(now));
    }

    private Stream<Places> places(Instant now) {
        if (statutes.of(DocumentKind.PLACES).isEmpty()) return Stream.of(Places.none(1));
        return statutes.of(DocumentKind.PLACES).values().stream()
                .filter(document -> isInForce(document, now))
                .map(contents::get)
                .filter(Places.class::isInstance)
                .map(Places.class::cast);
    }

    private static Source source(Places places, Case asked) {
        var intent = asked.evidence().intent();
        return places.source(asked.source().place().org(), intent.keyId(), intent.path(), asked.signer());
    }

    private boolean isPolicy(PolicyHash hash, Instant now) {
        var isOfPlace = places(now)
                .flatMap(places -> places.policies().stream())
                .anyMatch(policy -> Level.of(policy).hash().equals(hash));
        return isOfPlace || isOfOrganisation(hash, now);
    }

    /// Versions of the policy for ordinary times, each older than one of it that is in force.
    private boolean areBefore(List<Level> ancestors, Instant now) {
        var present = statutes.of(DocumentKind.POLICY).values().stream()
                .filter(document -> isInForce(document, now))
                .mapToInt(Document::version)
                .max();
        return ancestors.stream()
                .allMatch(each -> present.isPresent()
                        && statutes.of(DocumentKind.POLICY).values().stream()
                                .anyMatch(document -> document.version() < present.getAsInt()
                                        && each.hash().equals(policies.get(document.hash()))));
    }

    private boolean isOfOrganisation(PolicyHash hash, Instant now) {
        return statutes.all().anyMatch(document -> switch (document.kind()) {
            case POLICY -> hash.equals(policies.get(document.hash())) && isInForce(document, now);
            case EMERGENCY_POLICY ->
                hash.equals(policies.get(document.hash())) && activated.containsKey(DocumentKind.EMERGENCY_POLICY);
            default -> false;
        });
    }

    /// No account is in it for longer than it can be.
    private boolean isBook(BookInForce held, Instant now) {
        if (books.isEmpty()) return held.book().entries().isEmpty();
        return books.stream()
                .filter(each -> isInForce(each.document(), now))
                .map(Booked::book)
                .anyMatch(book -> book.book().equals(held.book())
                        && held.book().entries().stream()
                                .allMatch(entry -> !held.since(entry.account())
                                        .orElse(Instant.MIN)
                                        .isBefore(book.since(entry.account()).orElse(Instant.MAX))));
    }

    /// What was frozen stays so until people said otherwise.
    private Optional<String> freezes(Standing standing, Instant now) {
        var held = standing.freezes();
        for (var order : held.lifted())
            if (!ended.contains(order)) return Optional.of("nobody ended the freeze " + order);
        for (var order : frozen.entrySet())
            if (!held.standing().containsKey(order.getKey())
                    && !held.lifted().contains(order.getKey())
                    && order.getValue().plus(SLACK).isBefore(now))
                return Optional.of("it forgot the freeze " + order.getKey());
        held.standing().keySet().forEach(order -> frozen.putIfAbsent(order, now));
        held.lifted().forEach(frozen::remove);
        return Optional.empty();
    }
}
