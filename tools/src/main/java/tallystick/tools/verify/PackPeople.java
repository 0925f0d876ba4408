package tallystick.tools.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.audit.AuditEvent;
import tallystick.core.book.AddressBook;
import tallystick.core.docket.Retrial;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Differences;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Least;
import tallystick.core.governance.Member;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.Voters;
import tallystick.core.pack.PackManifest;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.Governed;
import tallystick.tools.pack.Holdings;
import tallystick.tools.pack.LogWalk;
import tallystick.tools.pack.Unfit;

/// What people and nodes signed about documents: the signatures, and that what the logs tell of is there.
final class PackPeople {
    private final Holdings holdings;
    private final PackManifest manifest;
    private final Roster roster;
    private final Report report;
    private final Map<String, Governed> byNode = new TreeMap<>();
    private final Map<String, PackStatutes> statutes = new HashMap<>();
    private final Map<String, PackStanding> standings = new HashMap<>();
    private final Map<String, PackFreezes> freezes = new TreeMap<>();
    private final Map<String, PackCouncil> councils = new TreeMap<>();
    private final List<Directory> directories = new ArrayList<>();
    private PackPledges pledges;
    private PackHeard heard;
    private int changes;
    private int answers;
    private int orders;

    PackPeople(Holdings holdings, PackManifest manifest, Roster roster, Report report) {
        this.holdings = holdings;
        this.manifest = manifest;
        this.roster = roster;
        this.report = report;
        this.pledges = new PackPledges(List.of(), List.of(), report);
        this.heard = new PackHeard(List.of(), report);
    }

    /// @spec docs/spec/evidence-pack.md#EP-10 evidence-pack
    void judge() throws Unfit {
        Governed.bound(
                holdings, manifest.logs().stream().map(PackManifest.Log::node).toList());
        for (var log : manifest.logs()) {
            var governed = Governed.read(holdings, log.node());
            byNode.put(log.node(), governed);
            statutes.put(log.node(), PackStatutes.of(governed));
            for (var document : governed.history())
                if (document.kind() == DocumentKind.PEOPLE
                        && Directory.parse(document.content()) instanceof Parsed.Ok<Directory>(var directory)
                        && directories.stream().noneMatch(directory::equals)) directories.add(directory);
        }
        pledges = new PackPledges(byNode.values(), statutes.values(), report);
        heard = new PackHeard(byNode.values(), report);
        byNode.values().forEach(this::seat);
        for (var governed : byNode.values()) {
            genesis(governed);
            covenants(governed);
            for (var signed : governed.changes()) change(governed.node(), signed);
            for (var signed : governed.freezes()) freeze(governed.node(), signed);
            versions(governed);
        }
        workspaces();
        if (byNode.values().stream().anyMatch(each -> each.genesis().isPresent()))
            report.add(
                    true,
                    "%d proposals, %d answers and %d orders to freeze were looked at"
                            .formatted(changes, answers, orders));
        else report.note("no node is in a workspace: no policy was in force");
    }

    /// Who rules again on what that node did.
    private void seat(Governed governed) {
        var node = governed.node();
        var inForce = Optional.ofNullable(statutes.get(node)).orElseThrow();
        var glass = new PackGlass(governed, report);
        var council = new PackCouncil(governed, inForce, glass, report);
        var frozen = new PackFreezes(governed, council, report);
        councils.put(node, council);
        freezes.put(node, frozen);
        standings.put(node, new PackStanding(inForce, frozen, glass, council, pledges));
    }

    private void genesis(Governed governed) {
        governed.genesis()
                .ifPresent(signed -> report.add(
                        signed.isSignedByAll(),
                        "the genesis that %s keeps is signed by all its nodes".formatted(governed.node())));
    }

    private void covenants(Governed governed) {
        for (Covenant covenant : governed.covenants())
            for (var pledge : covenant.pledges())
                if (nodes().noneMatch(node -> node.name().equals(pledge.node()) && pledge.isBy(node.identity())))
                    report.wrong(
                            "words of nodes",
                            "a word of %s that %s keeps is not its own".formatted(pledge.node(), governed.node()));
    }

    /// Those of the roster the pack goes by, and those that were removed since.
    private Stream<Member> nodes() {
        return Stream.concat(roster.nodes().stream(), statutes.values().stream().flatMap(PackStatutes::nodes));
    }

    /// The nodes of the roster that the pack goes by.
    Set<String> nodeNames() {
        return roster.nodes().stream().map(Member::name).collect(Collectors.toSet());
    }

    /// Whether a node is in the workspace by what any of them keeps, whatever part of its log is here.
    boolean isGoverned(String node) {
        return byNode.values().stream()
                .flatMap(each -> each.genesis().stream())
                .anyMatch(signed -> signed.genesis().roster().named(node).isPresent());
    }

    /// Since when a node is one of the workspace by a version of the roster that was in force at that moment, by what
    /// any of them keeps; empty if it is by none, or by that of the genesis alone.
    /// @spec docs/spec/evidence-pack.md#EP-47 evidence-pack
    Optional<Instant> joined(String node, Instant at) {
        return statutes.values().stream()
                .flatMap(each -> each.joined(node, at).stream())
                .min(Comparator.naturalOrder());
    }

    /// The rosters that govern, by what each node keeps: in the order of their versions.
    Map<String, List<Document>> governedRosters() {
        var rosters = new TreeMap<String, List<Document>>();
        statutes.forEach((node, inForce) ->
                rosters.put(node, List.copyOf(inForce.of(DocumentKind.ROSTER).values())));
        return rosters;
    }

    /// All are of one workspace, whose nodes the roster knows: two cannot make up one of their own.
    /// @spec docs/spec/evidence-pack.md#EP-16 evidence-pack
    private void workspaces() {
        var named = new HashSet<Digest32>();
        for (var governed : byNode.values()) {
            if (governed.genesis().isEmpty()) continue;
            var genesis = governed.genesis().get().genesis();
            named.add(genesis.hash());
            var isMember = genesis.roster().nodes().stream()
                    .anyMatch(node -> roster.named(node.name())
                            .filter(member -> member.identity().equals(node.identity()))
                            .isPresent());
            if (!isMember)
                report.add(false, "the genesis that %s keeps has no node of the roster".formatted(governed.node()));
        }
        if (named.size() > 1) report.add(false, "the nodes are of %d workspaces, not of one".formatted(named.size()));
    }

    /// Each version that a node had in force came into force as it must: all had to pledge to it, and people asked for
    /// it.
    private void versions(Governed governed) {
        var own = Optional.ofNullable(statutes.get(governed.node())).orElseThrow();
        for (var document : own.unpledged())
            report.wrong(
                    "documents",
                    "version %d of %s that %s keeps was not pledged to by all who must"
                            .formatted(document.version(), word(document.kind()), governed.node()));
        own.all().filter(document -> document.version() > 1).forEach(document -> {
            var asked = byNode.values().stream()
                    .flatMap(each -> each.changes().stream())
                    .filter(signed -> signed.change().proposal() instanceof Proposal.NewDocument(var next)
                            && next.equals(document))
                    .mapToLong(this::agreeing)
                    .max()
                    .orElse(0);
            var least = least(own, document);
            if (asked < least)
                report.wrong(
                        "documents",
                        "version %d of %s that %s keeps has the yes of %d people in the pack, and needs %d"
                                .formatted(document.version(), word(document.kind()), governed.node(), asked, least));
        });
    }

    private static String word(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private long agreeing(SignedChange signed) {
        return signed.approvals().stream()
                .filter(approval -> approval.statement().answer() == Answer.APPROVE && isAnswer(signed, approval))
                .flatMap(approval -> directories.stream()
                        .flatMap(directory -> directory.holding(approval.keyId()).stream())
                        .map(holding -> holding.person().human())
                        .limit(1))
                .distinct()
                .count();
    }

    /// What a version needs in any case; of a policy the least of all, since which way it goes is read with the rules.
    private static int least(PackStatutes statutes, Document document) {
        var before = statutes.of(document.kind()).get(document.version() - 1);
        if (before == null || document.kind() == DocumentKind.POLICY) return Least.TIGHTEN.people();
        if (document.kind() == DocumentKind.ROSTER
                && Roster.parse(before.content()) instanceof Parsed.Ok<Roster>(var was)
                && Voters.removesNodes(was, document)) {
            var people = statutes.of(DocumentKind.PEOPLE).values().stream()
                    .filter(each -> each.effectiveFrom().isBefore(document.effectiveFrom()))
                    .reduce((_, later) -> later)
                    .flatMap(each -> Directory.parse(each.content()) instanceof Parsed.Ok<Directory>(var directory)
                            ? Optional.of(directory)
                            : Optional.empty());
            return people.map(Least::removal).orElse(Least.LOOSEN).people();
        }
        return isTighter(before, document) ? Least.TIGHTEN.people() : Least.LOOSEN.people();
    }

    private static boolean isTighter(Document before, Document next) {
        return switch (next.kind()) {
            case PEOPLE ->
                Directory.parse(before.content()) instanceof Parsed.Ok<Directory>(var was)
                        && Directory.parse(next.content()) instanceof Parsed.Ok<Directory>(var will)
                        && Differences.of(was, will) == Direction.TIGHTEN;
            case ADDRESS_BOOK ->
                AddressBook.parse(before.content()) instanceof Parsed.Ok<AddressBook>(var was)
                        && AddressBook.parse(next.content()) instanceof Parsed.Ok<AddressBook>(var will)
                        && Differences.of(was, will) == Direction.TIGHTEN;
            case FACT_KEYS ->
                FactKeys.parse(before.content()) instanceof Parsed.Ok<FactKeys>(var was)
                        && FactKeys.parse(next.content()) instanceof Parsed.Ok<FactKeys>(var will)
                        && Differences.of(was, will) == Direction.TIGHTEN;
            case ROSTER, POLICY, EMERGENCY_POLICY, PLACES -> false;
        };
    }

    /// Who rules again on changes, by node.
    Map<String, PackCouncil> councils() {
        return Collections.unmodifiableMap(councils);
    }

    /// Why a ruling may not rest on what the node said it held; empty if it may.
    Optional<String> wrong(String node, Retrial.Outcome.Same same, Instant now) {
        return Optional.ofNullable(standings.get(node)).flatMap(each -> each.wrong(same.standing(), same.asked(), now));
    }

    /// Whether a ruling that may not rest on that could, if the node had heard of nothing since it began again.
    boolean isOfBeforeItHeard(String node, Retrial.Outcome.Same same, Instant now) {
        return Optional.ofNullable(standings.get(node))
                .filter(each -> each.isOfBeforeItHeard(same.standing(), same.asked(), now))
                .isPresent();
    }

    /// Why a freeze stops what is signed at that moment; empty if none does.
    Optional<String> stopped(String node, PackLate until, List<String> signers, Instant at) {
        return Optional.ofNullable(freezes.get(node)).flatMap(each -> each.stopped(until, signers, at));
    }

    /// The documents of places that a node may have ruled by at that moment.
    List<Places> places(String node, Instant now) {
        return Optional.ofNullable(standings.get(node))
                .map(each -> each.inForce(now))
                .orElse(List.of());
    }

    private void change(String node, SignedChange signed) {
        changes++;
        if (directories.stream().noneMatch(signed::isProposed))
            report.wrong(
                    "proposals",
                    "the proposal %s that %s keeps is signed by nobody who may"
                            .formatted(signed.change().id(), node));
        for (var approval : signed.approvals()) {
            answers++;
            if (!isAnswer(signed, approval))
                report.wrong(
                        "answers",
                        "an answer to the proposal %s that %s keeps is signed by nobody of the workspace"
                                .formatted(signed.change().id(), node));
        }
    }

    private boolean isAnswer(SignedChange signed, Approval approval) {
        return directories.stream()
                        .map(directory -> directory.holding(approval.keyId()))
                        .flatMap(Optional::stream)
                        .map(holding -> holding.held().key())
                        .distinct()
                        .anyMatch(key -> AssertionCheck.check(
                                        key,
                                        approval.proof(),
                                        approval.statement().digest())
                                instanceof AssertionCheck.Outcome.Holds)
                && approval.statement().subject().equals(signed.change().id())
                && approval.statement()
                        .digests()
                        .equals(signed.change().subject().digestsHash());
    }

    /// Those that a node gave itself are signed by nobody, and hold on that node alone.
    private void freeze(String node, SignedFreeze signed) {
        orders++;
        var isOwn = signed.order().by().name().equals("s:" + node);
        if (!isOwn && directories.stream().noneMatch(signed::isOrdered))
            report.wrong(
                    "orders",
                    "the order %s that %s keeps is signed by nobody who may"
                            .formatted(signed.order().id(), node));
    }

    /// What a log tells of governed documents is there with its signatures.
    void saw(LogWalk.Found found) {
        var node = found.node();
        var governed = byNode.get(node);
        if (governed == null) return;
        pledges.saw(found);
        heard.saw(found);
        Optional.ofNullable(standings.get(node)).ifPresent(standing -> standing.saw(found));
        switch (found.entry().event()) {
            case AuditEvent.GenesisTaken(var workspace) -> {
                var isThere = governed.genesis()
                        .filter(signed -> signed.genesis().hash().equals(workspace))
                        .isPresent();
                if (!isThere) missing(node, "the genesis of the workspace", workspace);
            }
            case AuditEvent.ChangeSeen(var change, var _, var _, var _) -> {
                if (!known(governed).contains(change)) missing(node, "the proposal", change);
            }
            case AuditEvent.VersionActivated(var _, var _, var document) -> {
                var isThere =
                        governed.history().stream().anyMatch(kept -> kept.hash().equals(document));
                if (!isThere) missing(node, "the document", document);
            }
            default -> {}
        }
    }

    /// All entries went by.
    void ended() {
        freezes.values().forEach(PackFreezes::ended);
        councils.values().forEach(PackCouncil::ended);
        pledges.ended();
        heard.ended();
        orders();
    }

    /// An order that reached some of the nodes: whether it reached the others, only they could tell.
    private void orders() {
        var all = new TreeMap<String, SignedFreeze>();
        for (var governed : byNode.values())
            for (var signed : governed.freezes())
                all.putIfAbsent(signed.order().id().toString(), signed);
        all.values().stream()
                .filter(signed -> !signed.order().by().name().startsWith("s:"))
                .forEach(signed -> {
                    var without = byNode.values().stream()
                            .filter(governed -> governed.genesis().isPresent()
                                    && !governed.freezes().contains(signed))
                            .map(Governed::node)
                            .toList();
                    if (!without.isEmpty())
                        report.note(
                                "orders",
                                "the order %s by %s, to freeze %s, is not kept by %s: nothing tells that it reached it"
                                        .formatted(
                                                signed.order().id(),
                                                signed.order().by().name(),
                                                signed.order().scope().words(),
                                                String.join(", ", without)));
                });
    }

    private static Set<Digest32> known(Governed governed) {
        var ids = new HashSet<Digest32>();
        governed.changes().forEach(signed -> ids.add(signed.change().id()));
        return ids;
    }

    private void missing(String node, String what, Digest32 id) {
        report.wrong("documents", "the log of %s tells of %s %s, which is not in the pack".formatted(node, what, id));
    }
}
