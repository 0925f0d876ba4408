package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tallystick.core.approval.SeenCount;
import tallystick.core.audit.AuditEvent;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Council;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.Governed;
import tallystick.tools.pack.LogWalk;

/// Rules again on every change that one node's log says it accepted: a version it pledged to, a freeze it ended, a
/// glass it broke; by the documents that were in force there then, and by the answers it keeps.
///
/// **Why** what all nodes pledged to was accepted by each of them alone; that each did so by the policy in force is
/// its word, unless somebody else rules again. How often a passkey had signed before is known to the node alone.
///
/// **Threads** one.
final class PackCouncil {
    /// An entry is written right after the ruling that it tells of.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final GovernedPolicies POLICIES = new GovernedPolicies();

    private final Governed governed;
    private final PackStatutes statutes;
    private final Report report;
    private final Map<DocumentKind, Integer> activated = new EnumMap<>(DocumentKind.class);
    private final List<Document> coming = new ArrayList<>();
    private final Set<Digest32> lifted = new HashSet<>();
    private final Set<DocumentKind> founding = EnumSet.noneOf(DocumentKind.class);
    private final PackGlass glass;
    private final PackRepeats repeats;
    private final PackNoes noes;
    private Instant latest = Instant.MIN;
    private long rulings;

    private interface InForce {
        Optional<Document> of(DocumentKind kind);
    }

    PackCouncil(Governed governed, PackStatutes statutes, PackGlass glass, Report report) {
        this.governed = governed;
        this.statutes = statutes;
        this.glass = glass;
        this.report = report;
        this.repeats = new PackRepeats(report);
        this.noes = new PackNoes(statutes, governed.changes());
    }

    /// How many rulings were made again.
    long rulings() {
        return rulings;
    }

    /// The next entry of this node's log.
    /// @spec docs/spec/evidence-pack.md#EP-25 evidence-pack
    void saw(LogWalk.Found found) {
        var at = found.entry().at();
        if (at.isAfter(latest)) latest = at;
        glass.saw(at);
        repeats.saw(found);
        switch (found.entry().event()) {
            case AuditEvent.GenesisTaken _ -> founding.addAll(statutes.kinds());
            case AuditEvent.AnswerHeard heard -> noes.saw(heard);
            case AuditEvent.VersionPledged pledged -> pledged(found, pledged);
            case AuditEvent.VersionActivated of -> activated(found, of);
            case AuditEvent.Unfrozen _ -> unfrozen(found);
            default -> {}
        }
    }

    /// That was all of the log.
    void ended() {
        repeats.ended();
    }

    private void pledged(LogWalk.Found found, AuditEvent.VersionPledged pledged) {
        coming.removeIf(document -> document.hash().equals(pledged.document()));
        if (!pledged.kept()) return;
        var proposals = changes(signed -> signed.change().proposal() instanceof Proposal.NewDocument(var document)
                && document.hash().equals(pledged.document()));
        if (proposals.isEmpty()) {
            report.note(
                    "changes",
                    "%s pledged to a document %s of which it keeps no proposal: it expired, and never was in force"
                            .formatted(found.node(), pledged.document()));
            return;
        }
        judge(
                found,
                "pledged to version %d".formatted(pledged.version()),
                proposals.stream().map(noes::until).toList());
        if (proposals.getFirst().change().proposal() instanceof Proposal.NewDocument(var document))
            coming.add(document);
    }

    private void activated(LogWalk.Found found, AuditEvent.VersionActivated of) {
        var kind = List.of(DocumentKind.values()).stream()
                .filter(each -> each.code() == of.kind())
                .findFirst();
        if (kind.isEmpty()) return;
        coming.removeIf(document -> document.hash().equals(of.document()));
        // The documents of a genesis come into force with it, the emergency policy among them.
        var isFirst = founding.remove(kind.get()) && of.version() == 1;
        var isBroken = !isFirst
                && kind.get() == DocumentKind.EMERGENCY_POLICY
                && of.version() == activated.getOrDefault(kind.get(), 1);
        if (!isBroken) {
            activated.merge(kind.get(), of.version(), Math::max);
            repeats.began(found, of.version() == 1);
            return;
        }
        var broken = changes(signed -> signed.change().proposal() instanceof Proposal.BreakGlass
                && !glass.isBy(signed.change().id()));
        var accepted = judge(found, "broke the glass", broken);
        if (accepted.isPresent()
                && accepted.get().change().proposal() instanceof Proposal.BreakGlass(var _, var window))
            glass.broke(accepted.get(), window, found.entry().at());
    }

    private void unfrozen(LogWalk.Found found) {
        var ending = changes(signed ->
                signed.change().proposal() instanceof Proposal.Unfreeze(var order) && !lifted.contains(order));
        var accepted = judge(found, "ended a freeze", ending);
        if (accepted.isPresent() && accepted.get().change().proposal() instanceof Proposal.Unfreeze(var order))
            lifted.add(order);
    }

    /// Whether people ended that freeze until then: a change that says so is none of it before it is accepted.
    /// @spec docs/spec/evidence-pack.md#EP-36 evidence-pack
    boolean isEnded(Digest32 order, Instant now) {
        if (lifted.contains(order)) return true;
        var isEnded = changes(signed ->
                        signed.change().proposal() instanceof Proposal.Unfreeze(var ended) && ended.equals(order))
                .stream()
                .anyMatch(signed -> wasAccepted(signed, now));
        if (isEnded) lifted.add(order);
        return isEnded;
    }

    /// Whether a change could be accepted at some moment until then: no entry tells which it was.
    /// @spec docs/spec/evidence-pack.md#EP-36 evidence-pack
    boolean wasAccepted(SignedChange signed, Instant now) {
        if (governed.genesis().isEmpty()) return false;
        var seen = Optional.ofNullable(governed.seen().get(signed.change().id()))
                .orElse(signed.change().at());
        var moments = new TreeSet<Instant>();
        moments.add(seen);
        signed.approvals().forEach(each -> moments.add(each.statement().at()));
        if (signed.change().proposal() instanceof Proposal.BreakGlass(var _, var window)) moments.add(window.from());
        return moments.stream()
                .map(each -> each.isBefore(seen) ? seen : each)
                .flatMap(at -> Stream.concat(Stream.of(at), waits(signed, seen, at).stream()))
                .filter(at -> !at.isAfter(now.plus(SLACK)))
                .anyMatch(at -> said(then(signed, at), seen, at).isEmpty());
    }

    /// Until when it waits, ruled on at that moment.
    private Optional<Instant> waits(SignedChange signed, Instant seen, Instant at) {
        return Stream.<InForce>of(this::activated, kind -> effective(kind, at))
                .flatMap(inForce -> ruled(then(signed, at), seen, at, inForce).stream())
                .flatMap(ruling -> ruling instanceof Ruling.Waiting(var until) ? Stream.of(until) : Stream.empty())
                .findFirst();
    }

    /// With the answers that were given until a minute later.
    private static SignedChange then(SignedChange signed, Instant at) {
        return signed.with(signed.approvals().stream()
                .filter(approval -> !approval.statement().at().isAfter(at.plus(SLACK)))
                .toList());
    }

    private List<SignedChange> changes(Predicate<SignedChange> wanted) {
        return governed.changes().stream().filter(wanted).toList();
    }

    /// The first of these changes that could be accepted then; if none could, that is told.
    private Optional<SignedChange> judge(LogWalk.Found found, String did, List<SignedChange> changes) {
        if (governed.genesis().isEmpty()) return Optional.empty();
        rulings++;
        var why = "it keeps no such change";
        for (var signed : changes) {
            var said = said(signed, found.entry().at());
            if (said.isEmpty()) {
                repeats.did(found);
                return Optional.of(signed);
            }
            why = said.get();
        }
        var when = repeats.repeats(found);
        if (when.isPresent()) {
            report.note(
                    "repeats",
                    "entry %d of %s tells again what it told %s: it %s"
                            .formatted(found.index(), found.node(), when.get(), did));
            return Optional.empty();
        }
        repeats.hold(found, did, why);
        return Optional.empty();
    }

    /// Why a change could not be accepted then; empty if it could.
    private Optional<String> said(SignedChange signed, Instant at) {
        var kept =
                Optional.ofNullable(governed.seen().get(signed.change().id())).orElse(at);
        // Its clock was there before, and was set back.
        var seen = kept.isAfter(at) && !kept.isAfter(latest) ? at : kept;
        if (seen.isAfter(at)) return Optional.of("the node had not seen it yet");
        var answered = then(signed, at);
        var late = said(answered, seen, at);
        if (late.isEmpty()) return late;
        return said(answered, seen, at.minus(SLACK)).isEmpty() ? Optional.empty() : late;
    }

    /// By the documents of which the log tells that they came into force; or, where that log began anew on a node whose
    /// documents outlived it, by their own moments.
    private Optional<String> said(SignedChange signed, Instant seen, Instant now) {
        var byLog = said(signed, seen, now, this::activated);
        return byLog.isEmpty()
                        || said(signed, seen, now, kind -> effective(kind, now)).isPresent()
                ? byLog
                : Optional.empty();
    }

    private Optional<Document> activated(DocumentKind kind) {
        return Optional.ofNullable(statutes.of(kind).get(activated.getOrDefault(kind, 1)));
    }

    private Optional<Document> effective(DocumentKind kind, Instant now) {
        return statutes.of(kind).values().stream()
                .filter(document ->
                        document.version() == 1 || !document.effectiveFrom().isAfter(now))
                .reduce((_, later) -> later);
    }

    private Optional<String> said(SignedChange signed, Instant seen, Instant now, InForce inForce) {
        if (policy(inForce, now).isEmpty()
                || people(inForce).isEmpty()
                || inForce.of(DocumentKind.ROSTER).isEmpty())
            return Optional.of("no policy, people or nodes were in force");
        if (signed.change().proposal() instanceof Proposal.NewDocument(var next) && !isReadable(next))
            return Optional.of("it cannot be read");
        var ruling = ruled(signed, seen, now, inForce);
        if (ruling.isEmpty()) return Optional.of("the policy denies it");
        return switch (ruling.get()) {
            case Ruling.Accepted _ -> Optional.empty();
            case Ruling.Open _ -> Optional.of("answers are missing");
            case Ruling.Waiting(var until) -> early(signed, until);
            case Ruling.Rejected(var by) -> Optional.of("rejected by " + by.name());
            case Ruling.Refused(var why) ->
                Optional.of(why.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        };
    }

    /// Nodes once pledged to a document with its last yes, and a pledge alone puts nothing into force.
    private Optional<String> early(SignedChange signed, Instant until) {
        if (!(signed.change().proposal() instanceof Proposal.NewDocument))
            return Optional.of("it waits until " + until);
        report.note(
                "early pledges",
                "a node pledged to the document of change %s before %s, until when it could be cancelled"
                        .formatted(signed.change().id(), until));
        return Optional.empty();
    }

    /// Empty if nothing that could rule on it was in force, or the policy denies it.
    private Optional<Ruling> ruled(SignedChange signed, Instant seen, Instant now, InForce inForce) {
        var policy = policy(inForce, now);
        var people = people(inForce);
        if (policy.isEmpty()
                || people.isEmpty()
                || inForce.of(DocumentKind.ROSTER).isEmpty()) return Optional.empty();
        var council = council(people.get(), Level.of(policy.get()).hash().value(), inForce);
        var least = council.least(signed.change(), POLICIES, now);
        return ChangeTerms.of(policy.get(), people.get(), signed, least, seen, now)
                .map(rule ->
                        council.rule(signed, new Council.Occasion(rule, POLICIES, SeenCount.Store.empty(), seen, now)));
    }

    private static Optional<Directory> people(InForce inForce) {
        return inForce.of(DocumentKind.PEOPLE)
                .flatMap(each -> Directory.parse(each.content()) instanceof Parsed.Ok<Directory>(var directory)
                        ? Optional.of(directory)
                        : Optional.empty());
    }

    private static boolean isReadable(Document next) {
        return switch (next.kind()) {
            case POLICY, EMERGENCY_POLICY -> POLICIES.isGood(next.content(), next.version());
            case PEOPLE -> Directory.parse(next.content()) instanceof Parsed.Ok<?>;
            case ADDRESS_BOOK -> AddressBook.parse(next.content()) instanceof Parsed.Ok<?>;
            case ROSTER -> Roster.parse(next.content()) instanceof Parsed.Ok<?>;
            case FACT_KEYS -> FactKeys.parse(next.content()) instanceof Parsed.Ok<?>;
            case PLACES -> Places.parse(next.content()) instanceof Parsed.Ok<?>;
        };
    }

    private Council council(Directory people, Digest32 policy, InForce inForce) {
        var documents = new EnumMap<DocumentKind, Document>(DocumentKind.class);
        for (var kind : DocumentKind.values()) inForce.of(kind).ifPresent(document -> documents.put(kind, document));
        var standing = new HashMap<Digest32, FreezeOrder>();
        for (var signed : governed.freezes())
            if (!lifted.contains(signed.order().id()))
                standing.put(signed.order().id(), signed.order());
        var workspace = governed.genesis().orElseThrow().genesis().hash();
        return new Council(
                workspace, people, policy, documents, coming, new Freezes(standing, lifted), glass.windows());
    }

    /// While the glass is broken the one for emergencies.
    private Optional<Policy> policy(InForce inForce, Instant now) {
        var isBroken = glass.windows().stream().anyMatch(window -> window.holds(now));
        var kind = isBroken ? DocumentKind.EMERGENCY_POLICY : DocumentKind.POLICY;
        return inForce.of(kind)
                .flatMap(document -> PolicyFile.parse(document.content()) instanceof Parsed.Ok<Policy>(var policy)
                        ? Optional.of(policy)
                        : Optional.empty());
    }
}
