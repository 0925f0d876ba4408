package tallystick.tools.operator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.wire.Distrust;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.doctor.Diagnosis;
import tallystick.tools.doctor.Finding;
import tallystick.tools.doctor.Limits;
import tallystick.tools.doctor.Unheard;
import tallystick.tools.doctor.Visit;
import tallystick.wire.MemberIdentity;
import tools.jackson.databind.json.JsonMapper;

/// Asks every node how it is and says what to do about what is wrong.
@Command(
        name = "doctor",
        description = "Look whether all nodes are well: reached, linked, of one version and roster, with certificates,"
                + " clocks, policy, epochs, refreshes and backups as they must be. Exit 0 if nothing failed, 1 if"
                + " something did.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions roster = new RosterOptions();

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long to wait for each node (default 5)")
    private int waitSeconds = 5;

    @Option(
            names = "--share-age",
            paramLabel = "DAYS",
            description = "after how many days a refresh is overdue (default " + Limits.SHARE_AGE_DAYS + ")")
    private int shareAgeDays = Limits.SHARE_AGE_DAYS;

    @Option(names = "--absent", paramLabel = "NODE", description = "a node that is meant to be down; may be repeated")
    private List<String> absent = new ArrayList<>();

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable {
        var all = roster.read();
        for (var name : absent) {
            var _ = RosterOptions.node(all, name);
        }
        try (var home = SecretMemory.open();
                var self = identity.open(home)) {
            var diagnosis = examine(self, all);
            if (json) printJson(diagnosis);
            else print(diagnosis);
            return diagnosis.holds() ? 0 : 1;
        }
    }

    private Diagnosis examine(MemberIdentity self, Roster all) {
        var asked = all.nodes().stream()
                .filter(node -> !absent.contains(node.name()))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var visits = asked.stream()
                    .map(node -> CompletableFuture.supplyAsync(() -> visit(self, node), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            var asker = new Diagnosis.Asker(self.name(), self.tls().expiresAt());
            return Diagnosis.of(all, asker, visits, new Limits(Duration.ofDays(shareAgeDays)), Instant.now());
        }
    }

    /// Asks twice: the first answer waits for the connection, and only the second one tells the time.
    private Visit visit(MemberIdentity self, Member node) {
        var limit = Duration.ofSeconds(waitSeconds);
        try (var door = new NodeDoor(self.tls(), node)) {
            var _ = door.status(limit);
            var asked = Instant.now();
            var begin = System.nanoTime();
            var status = door.status(limit);
            var took = Duration.ofNanos(System.nanoTime() - begin);
            var governance = governance(door, limit);
            var places = governance.flatMap(standing -> places(door, standing, limit));
            var unheard =
                    governance.map(standing -> unheard(door, standing, limit)).orElseGet(List::of);
            return new Visit.Answered(
                    node, status, asked, took, new Visit.Said(distrust(door, limit), governance, places, unheard));
        } catch (NodeUnreachable e) {
            return new Visit.Silent(node, String.valueOf(e.getMessage()));
        }
    }

    /// A node of an older version does not know the question.
    private static Optional<Distrust> distrust(NodeDoor door, Duration limit) {
        try {
            return Optional.of(door.distrust(limit));
        } catch (NodeUnreachable notSaid) {
            return Optional.empty();
        }
    }

    private static Optional<GovernanceStanding> governance(NodeDoor door, Duration limit) {
        try {
            return door.governance(new GovernanceOrder.Show(), limit) instanceof GovernanceReply.Shown(var standing)
                    ? Optional.of(standing)
                    : Optional.empty();
        } catch (NodeUnreachable notSaid) {
            return Optional.empty();
        }
    }

    private static Optional<Places> places(NodeDoor door, GovernanceStanding standing, Duration limit) {
        return content(door, standing, DocumentKind.PLACES, limit)
                .map(Places::parse)
                .flatMap(DoctorCommand::read);
    }

    /// Of the policy in force, and of that for emergencies.
    private static List<String> unheard(NodeDoor door, GovernanceStanding standing, Duration limit) {
        var people = content(door, standing, DocumentKind.PEOPLE, limit)
                .map(Directory::parse)
                .flatMap(DoctorCommand::read);
        if (people.isEmpty()) return List.of();
        return Stream.of(DocumentKind.POLICY, DocumentKind.EMERGENCY_POLICY)
                .flatMap(kind ->
                        content(door, standing, kind, limit)
                                .map(PolicyFile::parse)
                                .flatMap(DoctorCommand::read)
                                .stream())
                .flatMap(policy -> Unheard.of(policy, people.get()).stream())
                .distinct()
                .toList();
    }

    private static <T> Optional<T> read(Parsed<T> parsed) {
        return parsed instanceof Parsed.Ok<T>(var value) ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Bytes> content(
            NodeDoor door, GovernanceStanding standing, DocumentKind kind, Duration limit) {
        var version =
                standing.inForce().stream().filter(each -> each.kind() == kind).findFirst();
        if (version.isEmpty()) return Optional.empty();
        try {
            return door.governance(
                                            new GovernanceOrder.FetchDocument(
                                                    version.get().hash()),
                                            limit)
                                    instanceof GovernanceReply.Told(var document)
                            && document.hash().equals(version.get().hash())
                    ? Optional.of(document.content())
                    : Optional.empty();
        } catch (NodeUnreachable notSaid) {
            return Optional.empty();
        }
    }

    private void print(Diagnosis diagnosis) {
        var out = spec.commandLine().getOut();
        diagnosis.findings().forEach(finding -> out.println(finding.text()));
        out.printf(
                "%d ok, %d WARN, %d FAIL%n",
                diagnosis.count(Finding.Level.OK),
                diagnosis.count(Finding.Level.WARN),
                diagnosis.count(Finding.Level.FAIL));
    }

    private void printJson(Diagnosis diagnosis) {
        var report = JsonMapper.shared().createObjectNode();
        report.put("format", "tallystick-doctor-1").put("holds", diagnosis.holds());
        var findings = report.putArray("findings");
        for (var finding : diagnosis.findings())
            findings.addObject()
                    .put("level", finding.level().toString())
                    .put("about", finding.about())
                    .put("check", finding.check())
                    .put("what", finding.what())
                    .put("remedy", finding.remedy());
        spec.commandLine().getOut().println(report.toPrettyString());
    }
}
