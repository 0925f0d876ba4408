package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.governance.Change;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.doctor.Finding;
import tallystick.tools.doctor.Hands;
import tallystick.tools.doctor.Unheard;

/// Somebody proposes a change, and approves it as well.
@Command(
        name = "propose",
        description =
                "Propose the next version of a document, or to break the glass, and approve it as well. What loosens"
                        + " is in force after a day at the earliest, a roster without a node after two, and each as"
                        + " much later as the policy's rule waits: without --effective ten minutes after that. Exit"
                        + " 0 done, 1 refused, 3 not reached.",
        mixinStandardHelpOptions = true)
final class ProposeCommand implements Callable<Integer> {
    @Mixin
    private DeskOptions options = new DeskOptions();

    @Mixin
    private PersonOptions person = new PersonOptions();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(
            names = "--effective",
            paramLabel = "TIME",
            description =
                    "from when on, such as 2026-11-26T09:00:00Z (default: at once for what waits for nothing, else ten"
                            + " minutes after its wait)")
    private @Nullable String effective;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, 1..256 characters")
    private String reason = "";

    @Option(names = "--days", paramLabel = "N", description = "how long it may wait for approvals, 1..90 (default 14)")
    private int days = 14;

    @Option(names = "--hours", paramLabel = "N", description = "with --break-glass: for how long, 1..168 (default 24)")
    private int hours = 24;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// What changes.
    static final class What {
        @Option(names = "--policy", paramLabel = "FILE", description = "the next policy; its version is one more")
        private @Nullable Path policy;

        @Option(
                names = "--people",
                paramLabel = "FILE",
                description =
                        "the next document of people, a JSON file: all of" + " them, also who was suspended or removed")
        private @Nullable Path people;

        @Option(names = "--book", paramLabel = "FILE", description = "the next address book, a JSON file: all entries")
        private @Nullable Path book;

        @Option(names = "--fact-keys", paramLabel = "FILE", description = "who signs facts from then on, a JSON file")
        private @Nullable Path factKeys;

        @Option(
                names = "--places",
                paramLabel = "FILE",
                description = "vaults, what nodes are, policies of places inside, and to which trees keys may be"
                        + " reshared, a JSON file: all of them")
        private @Nullable Path places;

        @Option(names = "--emergency", paramLabel = "FILE", description = "the next policy for broken glass")
        private @Nullable Path emergency;

        @Option(
                names = "--remove-node",
                paramLabel = "NODE",
                description = "the roster without this node, whose word" + " is not asked: three people, two days")
        private @Nullable String removeNode;

        @Option(
                names = "--member",
                paramLabel = "CARD",
                description =
                        "the roster with the member of this card, added to it or in the place of who has his name")
        private @Nullable Path member;

        @Option(names = "--break-glass", description = "the emergency policy for a time: three people, a day")
        private boolean breakGlass;
    }

    @Override
    public Integer call() throws IOException, Unable, NodeUnreachable {
        if (days < 1 || days > 90) throw new Unable("--days: 1..90 expected");
        if (hours < 1 || hours > 168) throw new Unable("--hours: 1..168 expected");
        try (var home = SecretMemory.open();
                var self = options.open(home)) {
            var desk = options.desk(self);
            var standing = desk.standing();
            var signer = person.signer(self);
            var change = GovernanceDesk.propose(signer, standing, change(desk, standing, signer));
            var said = desk.bring(new GovernanceOrder.Propose(change));
            var exit = options.tell(
                    spec.commandLine().getOut(), "change", change.change().id().toString(), said);
            if (effective == null) tellWhen(change.change());
            return exit;
        }
    }

    private Change change(GovernanceDesk desk, GovernanceStanding standing, PersonSigner signer)
            throws IOException, Unable, NodeUnreachable {
        var lasts = Duration.ofDays(days);
        var proposal = proposal(desk, standing);
        var draft = GovernanceDesk.draft(signer, standing, proposal, reason, lasts);
        remark(desk, standing, proposal);
        if (effective != null) return draft;
        var waits = new Beginning(inForce(desk, standing))
                .after(draft, signer.keyId())
                .orElse(Duration.ZERO);
        if (waits.isZero()) return draft;
        return GovernanceDesk.draft(signer, standing, from(proposal, draft.at().plus(waits)), reason, lasts);
    }

    /// Says whose no would count for nothing. It is proposed all the same: he may be given the right next.
    private void remark(GovernanceDesk desk, GovernanceStanding standing, Proposal proposal)
            throws Unable, NodeUnreachable {
        if (!(proposal instanceof Proposal.NewDocument(var document))
                || document.kind() != DocumentKind.POLICY && document.kind() != DocumentKind.EMERGENCY_POLICY) return;
        var people = Directory.parse(desk.document(GovernanceDesk.current(standing, DocumentKind.PEOPLE))
                        .content())
                .orThrow();
        var policy = PolicyFile.parse(document.content()).orThrow();
        for (var remark : Unheard.of(policy, people))
            spec.commandLine().getErr().println("tallystick governance propose: " + remark);
    }

    private void tellWhen(Change change) {
        var from =
                switch (change.proposal()) {
                    case Proposal.NewDocument(var document) -> document.effectiveFrom();
                    case Proposal.BreakGlass(var _, var window) -> window.from();
                    case Proposal.Unfreeze _ -> change.at();
                };
        if (from.isAfter(change.at()))
            spec.commandLine().getErr().println("tallystick governance propose: in force from %s on".formatted(from));
    }

    private Proposal from(Proposal proposal, Instant from) {
        return switch (proposal) {
            case Proposal.NewDocument(var document) ->
                new Proposal.NewDocument(
                        new Document(document.kind(), document.version(), document.parent(), from, document.content()));
            case Proposal.BreakGlass(var policy, var _) ->
                new Proposal.BreakGlass(policy, new GlassWindow(from, from.plus(Duration.ofHours(hours))));
            case Proposal.Unfreeze unfreeze -> unfreeze;
        };
    }

    private static Map<DocumentKind, Document> inForce(GovernanceDesk desk, GovernanceStanding standing)
            throws Unable, NodeUnreachable {
        var inForce = new EnumMap<DocumentKind, Document>(DocumentKind.class);
        for (var version : standing.inForce()) inForce.put(version.kind(), desk.document(version));
        return inForce;
    }

    private Proposal proposal(GovernanceDesk desk, GovernanceStanding standing)
            throws IOException, Unable, NodeUnreachable {
        if (what.breakGlass) {
            var emergency = GovernanceDesk.current(standing, DocumentKind.EMERGENCY_POLICY);
            var from = from();
            return new Proposal.BreakGlass(emergency.hash(), new GlassWindow(from, from.plus(Duration.ofHours(hours))));
        }
        return new Proposal.NewDocument(document(desk, standing));
    }

    private Document document(GovernanceDesk desk, GovernanceStanding standing)
            throws IOException, Unable, NodeUnreachable {
        if (what.policy != null)
            return next(standing, DocumentKind.POLICY, policy(standing, DocumentKind.POLICY, what.policy));
        if (what.emergency != null)
            return next(
                    standing,
                    DocumentKind.EMERGENCY_POLICY,
                    policy(standing, DocumentKind.EMERGENCY_POLICY, what.emergency));
        if (what.people != null)
            return next(
                    standing,
                    DocumentKind.PEOPLE,
                    PeopleFile.read(bytes(what.people), version(standing, DocumentKind.PEOPLE))
                            .encode());
        if (what.book != null)
            return next(
                    standing,
                    DocumentKind.ADDRESS_BOOK,
                    BookFile.read(bytes(what.book), version(standing, DocumentKind.ADDRESS_BOOK))
                            .encode());
        if (what.factKeys != null)
            return next(
                    standing,
                    DocumentKind.FACT_KEYS,
                    FactKeysFile.read(bytes(what.factKeys), version(standing, DocumentKind.FACT_KEYS))
                            .encode());
        if (what.places != null) {
            var places = PlacesFile.read(bytes(what.places), version(standing, DocumentKind.PLACES));
            warn(desk, places);
            return next(standing, DocumentKind.PLACES, places.encode());
        }
        if (what.member != null)
            return next(
                    standing,
                    DocumentKind.ROSTER,
                    with(what.member, desk, standing).encode());
        return next(standing, DocumentKind.ROSTER, without(desk, standing).encode());
    }

    /// Says which key would be in one hand. It is proposed all the same: a document that may not tell how things are
    /// would only keep it from everybody.
    private void warn(GovernanceDesk desk, Places places) {
        if (places.stations().isEmpty()) return;
        var err = spec.commandLine().getErr();
        for (var key : desk.keys())
            for (var finding : Hands.of(key, places))
                if (finding.level() == Finding.Level.FAIL)
                    err.println("tallystick governance propose: key %s: %s".formatted(finding.about(), finding.what()));
    }

    /// A policy says its own number, so that no two texts of one number are taken for each other.
    private static Bytes policy(GovernanceStanding standing, DocumentKind kind, Path file) throws IOException, Unable {
        var policy = GovernanceCommand.policy(file);
        var version = version(standing, kind);
        if (policy.version() != version)
            throw new Unable("%s is version %d, and the next is %d".formatted(file, policy.version(), version));
        return PolicyText.canonical(policy);
    }

    /// Who is new goes behind those that are there.
    private static Roster with(Path card, GovernanceDesk desk, GovernanceStanding standing)
            throws IOException, Unable, NodeUnreachable {
        var member = RosterCommand.Sign.card(card);
        var members = new ArrayList<>(roster(desk, standing).members());
        var before = members.stream()
                .filter(each -> each.name().equals(member.name()))
                .findFirst();
        if (before.isPresent()) members.set(members.indexOf(before.get()), member);
        else members.add(member);
        try {
            return new Roster(version(standing, DocumentKind.ROSTER), members);
        } catch (IllegalArgumentException e) {
            throw new Unable("no good roster: " + e.getMessage());
        }
    }

    private static Roster roster(GovernanceDesk desk, GovernanceStanding standing) throws Unable, NodeUnreachable {
        return Roster.parse(desk.document(GovernanceDesk.current(standing, DocumentKind.ROSTER))
                        .content())
                .orThrow();
    }

    private Roster without(GovernanceDesk desk, GovernanceStanding standing) throws Unable, NodeUnreachable {
        var inForce = roster(desk, standing);
        var name = Optional.ofNullable(what.removeNode).orElseThrow(() -> new Unable("nothing to propose was named"));
        if (inForce.nodes().stream().noneMatch(node -> node.name().equals(name)))
            throw new Unable("the roster in force has no node called " + name);
        return new Roster(
                version(standing, DocumentKind.ROSTER),
                inForce.members().stream()
                        .filter(member -> !member.name().equals(name))
                        .toList());
    }

    private static Bytes bytes(Path file) throws IOException {
        return Bytes.copyOf(Files.readAllBytes(file));
    }

    private static int version(GovernanceStanding standing, DocumentKind kind) throws Unable {
        return GovernanceDesk.current(standing, kind).number() + 1;
    }

    private Document next(GovernanceStanding standing, DocumentKind kind, Bytes content) throws Unable {
        DocumentVersion before = GovernanceDesk.current(standing, kind);
        return new Document(kind, before.number() + 1, Optional.of(before.hash()), from(), content);
    }

    private Instant from() throws Unable {
        var text = Optional.ofNullable(effective);
        if (text.isEmpty()) return GovernanceDesk.now();
        try {
            return Instant.ofEpochSecond(Instant.parse(text.get()).getEpochSecond());
        } catch (DateTimeParseException e) {
            throw new Unable("--effective: a time such as 2026-11-26T09:00:00Z expected");
        }
    }
}
