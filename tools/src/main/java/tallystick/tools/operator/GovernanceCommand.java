package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.approval.Answer;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;

/// The documents by which every node judges: how they begin and change.
@Command(
        name = "governance",
        description = "Begin a workspace, propose and approve changes of its documents, show what is in force.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GovernanceCommand.Begin.class,
            GovernanceCommand.Propose.class,
            GovernanceCommand.Approve.class,
            GovernanceCommand.Activate.class,
            GovernanceStatus.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class GovernanceCommand implements Runnable {
    private static final int SALT_BYTES = 32;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static Policy policy(Path file) throws IOException, Unable {
        return switch (PolicyFile.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy>(var _, var expected) ->
                throw new Unable("policy %s: expected %s".formatted(file, expected));
        };
    }

    static Digest32 id(String hex) throws Unable {
        try {
            return new Digest32(Bytes.ofHex(hex));
        } catch (IllegalArgumentException e) {
            throw new Unable("an id of 64 hex digits expected");
        }
    }

    @Command(
            name = "genesis",
            description =
                    "Begin a workspace of all nodes of the roster: each signs its first documents, then each takes"
                            + " them. From then on they judge by them for ever. Exit 0 done, 1 refused, 3 not reached.",
            mixinStandardHelpOptions = true)
    static final class Begin implements Callable<Integer> {
        @Mixin
        private DeskOptions options = new DeskOptions();

        @Option(names = "--people", required = true, paramLabel = "FILE", description = "the people, a JSON file")
        private Path people = Path.of("");

        @Option(names = "--policy", required = true, paramLabel = "FILE", description = "the policy, version 1")
        private Path policy = Path.of("");

        @Option(names = "--emergency", paramLabel = "FILE", description = "the policy for broken glass, version 1")
        private @Nullable Path emergency;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable, NodeUnreachable {
            try (var home = SecretMemory.open();
                    var self = options.open(home)) {
                var genesis = genesis();
                var said = options.desk(self).begin(genesis);
                return options.tell(
                        spec.commandLine().getOut(), "workspace", genesis.hash().toString(), said);
            }
        }

        private Genesis genesis() throws IOException, Unable {
            var documents = new ArrayList<Document>();
            var directory = PeopleFile.read(Bytes.copyOf(Files.readAllBytes(people)), 1);
            documents.add(first(DocumentKind.PEOPLE, directory.encode()));
            documents.add(first(DocumentKind.POLICY, PolicyText.canonical(policy(policy))));
            documents.add(first(DocumentKind.ADDRESS_BOOK, new AddressBook(1, List.of()).encode()));
            documents.add(
                    first(DocumentKind.ROSTER, new Roster(1, options.roster().members()).encode()));
            documents.add(first(DocumentKind.FACT_KEYS, new FactKeys(1, List.of()).encode()));
            var other = Optional.ofNullable(emergency);
            if (other.isPresent())
                documents.add(first(DocumentKind.EMERGENCY_POLICY, PolicyText.canonical(policy(other.get()))));
            try {
                return new Genesis(documents, new SystemEntropy().bytes(SALT_BYTES));
            } catch (IllegalArgumentException e) {
                throw new Unable("no good genesis: " + e.getMessage());
            }
        }

        private static Document first(DocumentKind kind, Bytes content) {
            return new Document(kind, 1, Optional.empty(), GovernanceDesk.now(), content);
        }
    }

    @Command(
            name = "propose",
            description =
                    "Propose the next version of the policy or of the people, and approve it as well. Exit 0 done,"
                            + " 1 refused, 3 not reached.",
            mixinStandardHelpOptions = true)
    static final class Propose implements Callable<Integer> {
        @Mixin
        private DeskOptions options = new DeskOptions();

        @Mixin
        private PersonOptions person = new PersonOptions();

        @Option(names = "--policy", paramLabel = "FILE", description = "the next policy; its version is one more")
        private @Nullable Path policy;

        @Option(names = "--people", paramLabel = "FILE", description = "the next document of people, a JSON file")
        private @Nullable Path people;

        @Option(
                names = "--effective",
                paramLabel = "TIME",
                description = "from when on, such as 2026-11-26T09:00:00Z (default: at once; what loosens waits a day)")
        private @Nullable String effective;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, 1..256 characters")
        private String reason = "";

        @Option(names = "--days", paramLabel = "N", description = "how long it may wait for approvals (default 14)")
        private int days = 14;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable, NodeUnreachable {
            try (var home = SecretMemory.open();
                    var self = options.open(home)) {
                var desk = options.desk(self);
                var standing = desk.standing();
                var signer = person.signer(self);
                var change = GovernanceDesk.propose(
                        signer, standing, new Proposal.NewDocument(document(standing)), reason, Duration.ofDays(days));
                var said = desk.bring(new GovernanceOrder.Propose(change));
                return options.tell(
                        spec.commandLine().getOut(),
                        "change",
                        change.change().id().toString(),
                        said);
            }
        }

        private Document document(GovernanceStanding standing) throws IOException, Unable {
            var nextPolicy = Optional.ofNullable(policy);
            var nextPeople = Optional.ofNullable(people);
            if (nextPolicy.isPresent() == nextPeople.isPresent()) throw new Unable("give one of --policy and --people");
            if (nextPolicy.isPresent())
                return next(standing, DocumentKind.POLICY, PolicyText.canonical(policy(nextPolicy.get())));
            var version = current(standing, DocumentKind.PEOPLE).number() + 1;
            var file = Bytes.copyOf(Files.readAllBytes(nextPeople.orElseThrow()));
            return next(
                    standing,
                    DocumentKind.PEOPLE,
                    PeopleFile.read(file, version).encode());
        }

        private Document next(GovernanceStanding standing, DocumentKind kind, Bytes content) throws Unable {
            var before = current(standing, kind);
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

        private static DocumentVersion current(GovernanceStanding standing, DocumentKind kind) throws Unable {
            return standing.inForce().stream()
                    .filter(version -> version.kind() == kind)
                    .findFirst()
                    .orElseThrow(() -> new Unable("the nodes have no %s in force"
                            .formatted(kind.name().toLowerCase(Locale.ROOT))));
        }
    }

    @Command(
            name = "approve",
            description = "Answer a change, by its id, as every node asks: yes, or no with --reject. Exit 0 done, 1"
                    + " refused, 3 not reached.",
            mixinStandardHelpOptions = true)
    static final class Approve implements Callable<Integer> {
        @Mixin
        private DeskOptions options = new DeskOptions();

        @Mixin
        private PersonOptions person = new PersonOptions();

        @Parameters(paramLabel = "CHANGE", description = "the change's id, as 'governance status' shows it")
        private String change = "";

        @Option(names = "--reject", description = "say no: nothing takes that back")
        private boolean reject;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable, NodeUnreachable {
            try (var home = SecretMemory.open();
                    var self = options.open(home)) {
                var desk = options.desk(self);
                var known = desk.change(id(change));
                if (!known.change().id().equals(id(change)))
                    throw new Unable("a node showed another change than was asked for");
                var answer = GovernanceDesk.answer(
                        person.signer(self),
                        desk.standing(),
                        known.change().subject(),
                        reject ? Answer.REJECT : Answer.APPROVE);
                var answers = new ArrayList<>(known.approvals());
                answers.add(answer);
                var said = desk.bring(new GovernanceOrder.Propose(known.with(answers)));
                return options.tell(spec.commandLine().getOut(), "change", change, said);
            }
        }
    }

    @Command(
            name = "activate",
            description =
                    "Wait until every node judges by a change's version, or say what holds it up. Exit 0 if all do,"
                            + " 1 if not.",
            mixinStandardHelpOptions = true)
    static final class Activate implements Callable<Integer> {
        @Mixin
        private DeskOptions options = new DeskOptions();

        @Parameters(paramLabel = "CHANGE", description = "the change's id")
        private String change = "";

        @Option(names = "--for", paramLabel = "SECONDS", description = "how long to wait (default 30)")
        private int seconds = 30;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable, NodeUnreachable, InterruptedException {
            try (var home = SecretMemory.open();
                    var self = options.open(home)) {
                var desk = options.desk(self);
                var known = desk.change(id(change));
                if (!(known.change().proposal() instanceof Proposal.NewDocument(var document)))
                    throw new Unable("only a document is activated; the end of a freeze comes by itself");
                var version = DocumentVersion.of(document);
                var end = Instant.now().plusSeconds(seconds);
                // Each node may lack what another knows: whoever brings it to all shortens the wait.
                var _ = desk.bring(new GovernanceOrder.Propose(known));
                var said = where(desk, version);
                while (said.stream().anyMatch(each -> each.code() != 0)
                        && Instant.now().isBefore(end)) {
                    Thread.sleep(Duration.ofMillis(300));
                    said = where(desk, version);
                }
                return options.tell(spec.commandLine().getOut(), "change", change, said);
            }
        }

        private List<GovernanceDesk.Said> where(GovernanceDesk desk, DocumentVersion version)
                throws IOException, Unable {
            var said = new ArrayList<GovernanceDesk.Said>();
            for (var node : options.roster().nodes())
                try {
                    said.add(where(node.name(), desk.standing(node.name()), version));
                } catch (NodeUnreachable e) {
                    said.add(new GovernanceDesk.Said(node.name(), 3, "not reached: " + e.getMessage()));
                }
            return said;
        }

        private static GovernanceDesk.Said where(String node, GovernanceStanding standing, DocumentVersion version) {
            if (standing.inForce().contains(version)) return new GovernanceDesk.Said(node, 0, "judges by it");
            if (standing.awaited().contains(version))
                return new GovernanceDesk.Said(node, 1, "signs nothing until it has it and the word of all nodes");
            if (standing.prepared().contains(version))
                return new GovernanceDesk.Said(node, 1, "pledged, from " + version.effectiveFrom());
            var open = standing.changes().stream()
                    .map(GovernanceStanding.Open::stands)
                    .findFirst();
            return new GovernanceDesk.Said(node, 1, open.orElse("does not know it, or has declined it"));
        }
    }
}
