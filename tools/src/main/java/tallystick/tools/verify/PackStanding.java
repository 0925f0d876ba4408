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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.audit.AuditEvent;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookInForce;
import tallystick.core.court.Ancestry;
import tallystick.core.court.Case;
import tallystick.core.court.Standing;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.Scope;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.LogWalk;

/// What one node says it ruled by, held against what it had to rule by: the documents in force, each freeze that it
/// knew of, the times since when accounts are in the address book.
///
/// **Why** ruling again on what a node says it held shows that it ruled rightly by that, and nothing more.
///
/// **Threads** one.
final class PackStanding {
    /// A step of documents and a ruling are made by different threads.
    private static final Duration SLACK = Duration.ofMinutes(1);

    /// So far a clock is set back at most.
    private static final Duration SET_BACK_MAX = Duration.ofMinutes(10);

    private final String node;
    private final PackStatutes statutes;
    private final Map<Digest32, PolicyHash> policies = new HashMap<>();
    private final List<Booked> books = new ArrayList<>();
    private final Map<Document, Object> contents = new HashMap<>();
    private final Map<DocumentKind, Integer> activated = new HashMap<>();
    private final Set<Document> begun = new HashSet<>();
    private final Map<Document, Placed> placed = new HashMap<>();
    private final PackFreezes freezes;
    private final PackGlass glass;
    private final PackCouncil council;
    private final PackPledges pledges;
    private Optional<Digest32> workspace = Optional.empty();
    private boolean isPatient;

    private record Booked(Document document, BookInForce book) {}

    /// A document of places, with the policies in it by what rulings name them.
    private record Placed(Places places, Map<PolicyHash, Scope> policies) {
        static Placed of(Places places) {
            var policies = new HashMap<PolicyHash, Scope>();
            for (var policy : places.policies()) policies.put(Level.of(policy).hash(), policy.scope());
            return new Placed(places, policies);
        }
    }

    PackStanding(
            PackStatutes statutes, PackFreezes freezes, PackGlass glass, PackCouncil council, PackPledges pledges) {
        this.node = statutes.node();
        this.council = council;
        this.pledges = pledges;
        this.freezes = freezes;
        this.glass = glass;
        this.statutes = statutes;
        statutes.all().forEach(this::read);
        for (var document : statutes.of(DocumentKind.ADDRESS_BOOK).values()) book(document);
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
        if (!(parsed instanceof Parsed.Ok<?>(var content))) return;
        contents.put(document, content);
        if (content instanceof Places places) placed.put(document, Placed.of(places));
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

    void saw(LogWalk.Found found) {
        freezes.saw(found);
        switch (found.entry().event()) {
            case AuditEvent.GenesisTaken(var taken) -> workspace = Optional.of(taken);
            case AuditEvent.VersionActivated(var kind, var version, var _) ->
                List.of(DocumentKind.values()).stream()
                        .filter(each -> each.code() == kind)
                        .forEach(each -> activated(each, version, found.entry().at()));
            default -> {}
        }
    }

    /// Whether a ruling that may not rest on this could, if the node had heard of nothing since it began again.
    /// @spec docs/spec/evidence-pack.md#EP-37 evidence-pack
    boolean isOfBeforeItHeard(Standing standing, Case asked, Instant now) {
        isPatient = true;
        var isRight = wrong(standing, asked, now).isEmpty();
        isPatient = false;
        return isRight;
    }

    private void activated(DocumentKind kind, int version, Instant at) {
        activated.merge(kind, version, Math::max);
        Optional.ofNullable(statutes.of(kind).get(version))
                .filter(document -> !document.effectiveFrom().isAfter(at))
                .ifPresent(begun::add);
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
        if (places(now).noneMatch(each -> asked.source().equals(source(each.places(), asked))))
            return Optional.of("it takes the value from another place than the key's");
        return policies(documents.policies(), asked, now).or(() -> freezes.wrong(standing, now));
    }

    /// All of them are in force, and none is missing that holds the place: a ruling that leaves one out is looser.
    private Optional<String> policies(List<Level> levels, Case asked, Instant now) {
        for (var level : levels) if (!isPolicy(level.hash(), now)) return other("policy");
        var held = levels.stream().map(Level::hash).collect(Collectors.toSet());
        if (held.stream().noneMatch(hash -> isOfOrganisation(hash, now)))
            return Optional.of("it rests on no policy of the organisation");
        var isWhole = places(now)
                .filter(each -> asked.source().equals(source(each.places(), asked)))
                .anyMatch(each -> each.policies().entrySet().stream()
                        .filter(policy ->
                                policy.getValue().covers(asked.source().place()))
                        .allMatch(policy -> held.contains(policy.getKey())));
        return isWhole ? Optional.empty() : Optional.of("it leaves out a policy of the place, which was in force");
    }

    private static Optional<String> other(String what) {
        return Optional.of("it rests on another %s than what was in force".formatted(what));
    }

    private boolean isOf(DocumentKind kind, Object content, Instant now) {
        return statutes.of(kind).values().stream()
                .anyMatch(document -> isInForce(document, now) && content.equals(contents.get(document)));
    }

    /// It has begun, as the first of its kind has with the workspace, and no later one that this node took into force,
    /// or gave its word on.
    private boolean isInForce(Document document, Instant now) {
        var latest = Optional.ofNullable(statutes.of(document.kind()).get(activated.getOrDefault(document.kind(), 1)));
        var isOver = latest.filter(next -> next.version() > document.version())
                .filter(next -> next.effectiveFrom().plus(SLACK).isBefore(now))
                .isPresent();
        return !isOver
                && !pledges.isOver(node, document, now, isPatient)
                && (document.version() == 1 || hasBegun(document, now));
    }

    /// What came into force stays so where the clock is set back over its moment.
    private boolean hasBegun(Document document, Instant now) {
        var from = document.effectiveFrom();
        return !from.isAfter(now)
                || begun.contains(document) && !from.minus(SET_BACK_MAX).isAfter(now);
    }

    private Stream<Placed> places(Instant now) {
        if (statutes.of(DocumentKind.PLACES).isEmpty()) return Stream.of(Placed.of(Places.none(1)));
        return statutes.of(DocumentKind.PLACES).values().stream()
                .filter(document -> isInForce(document, now))
                .flatMap(document -> Optional.ofNullable(placed.get(document)).stream());
    }

    /// The documents of places of which one was in force then; one of nothing, if the workspace has none.
    List<Places> inForce(Instant now) {
        return places(now).map(Placed::places).toList();
    }

    private static Source source(Places places, Case asked) {
        var intent = asked.evidence().intent();
        return places.source(asked.source().place().org(), intent.keyId(), intent.path(), asked.signer());
    }

    private boolean isPolicy(PolicyHash hash, Instant now) {
        return places(now).anyMatch(each -> each.policies().containsKey(hash)) || isOfOrganisation(hash, now);
    }

    /// Of the last versions of the policy for ordinary times before one of it that is in force; none while the glass is
    /// broken.
    private boolean areBefore(List<Level> ancestors, Instant now) {
        if (ancestors.isEmpty()) return true;
        var present = statutes.of(DocumentKind.POLICY).values().stream()
                .filter(document -> isInForce(document, now))
                .mapToInt(Document::version)
                .max();
        if (present.isEmpty() || glass.isBroken(now)) return false;
        var before = statutes.of(DocumentKind.POLICY).values().stream()
                .filter(document -> Ancestry.isAmongTheLast(document.version(), present.getAsInt()))
                .map(document -> policies.get(document.hash()))
                .collect(Collectors.toSet());
        return ancestors.stream().map(Level::hash).allMatch(before::contains);
    }

    /// While the glass is broken the one for emergencies is in the place of the policy.
    private boolean isOfOrganisation(PolicyHash hash, Instant now) {
        return statutes.all()
                .filter(document -> hash.equals(policies.get(document.hash())) && isInForce(document, now))
                .anyMatch(document -> switch (document.kind()) {
                    case POLICY -> !glass.isBroken(now);
                    case EMERGENCY_POLICY -> glass.mayBeBroken(now, signed -> council.wasAccepted(signed, now));
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
}
