package tallystick.tools.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.approval.Answer;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.decode.KnowledgeOptions;
import tallystick.wire.MemberIdentity;
import tools.jackson.databind.json.JsonMapper;

/// Requests to sign that people answer at a terminal.
@Command(
        name = "request",
        description = "Approve or reject a request that 'transfer --request' wrote, and have it signed.",
        mixinStandardHelpOptions = true,
        subcommands = {RequestCommand.Approve.class, RequestCommand.Sign.class},
        synopsisSubcommandLabel = "COMMAND")
public final class RequestCommand implements Runnable {
    private static final Duration STATUS_LIMIT = Duration.ofSeconds(10);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// The key it is to be signed with, as the first node that answers holds it. What the request pays is decoded from
    /// its own bytes; from the node's word comes only whose change is the key's own.
    private static KeyCard key(Roster roster, MemberIdentity self, Evidence request) throws NodeUnreachable, Unable {
        var why = new ArrayList<String>();
        for (var node : roster.nodes())
            try (var door = new NodeDoor(self.tls(), node)) {
                for (var card : door.status(STATUS_LIMIT).keys())
                    if (card.id().equals(request.intent().keyId())) return card;
            } catch (NodeUnreachable e) {
                why.add(String.valueOf(e.getMessage()));
            }
        if (why.size() == roster.nodes().size()) throw new NodeUnreachable(String.join("; ", why));
        throw new Unable("no node holds the key " + request.intent().keyId());
    }

    private static void show(CommandLine.Model.CommandSpec spec, Evidence request, String decoded) {
        var out = spec.commandLine().getOut();
        var intent = request.intent();
        out.printf("request %s%n", intent.id());
        out.printf("expires %s, key %s%n", intent.expiresAt(), intent.keyId());
        out.print(decoded);
        out.printf("answers so far: %d%n", request.approvals().size());
        out.flush();
    }

    /// Somebody answers.
    @Command(
            name = "approve",
            description =
                    "Show what a request would have signed, decoded from its bytes, and approve or reject it with your"
                            + " own key. The answer is added to the file. Exit 0 done, 1 refused, 3 not reached.",
            mixinStandardHelpOptions = true)
    static final class Approve implements Callable<Integer> {
        @Mixin
        private DeskOptions options = new DeskOptions();

        @Mixin
        private PersonOptions person = new PersonOptions();

        @Mixin
        private KnowledgeOptions knowledge = new KnowledgeOptions();

        @Parameters(paramLabel = "FILE", description = "the request, as 'transfer --request' wrote it")
        private Path file = Path.of("");

        @Option(names = "--reject", description = "say no: nothing takes that back")
        private boolean reject;

        @Option(names = "--yes", description = "sign without asking; with --json it has to be given")
        private boolean yes;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable, NodeUnreachable {
            if (options.json() && !yes)
                throw new Unable("--json cannot ask: look at the request without it, or give --yes");
            var request = RequestFile.read(file);
            var transaction = RequestFile.transaction(request.intent());
            try (var home = SecretMemory.open();
                    var self = options.open(home)) {
                var key = key(options.roster(), self, request);
                var known = known();
                var shown = RequestFile.shown(request.intent(), transaction, key, known);
                if (!options.json()) show(spec, request, shown.report().text());
                if (!yes && !isWanted()) throw new Unable("not signed, and the file is as it was");
                var signer = person.signer(self);
                var desk = options.desk(self);
                var standing = desk.standing();
                if (standing.workspace().isEmpty())
                    throw new Unable("the nodes have no genesis: without a policy nobody's answer counts");
                var answers = new ArrayList<>(request.approvals());
                var answer = reject ? Answer.REJECT : Answer.APPROVE;
                var seen = PolicySeen.of(desk, standing, request.intent(), shown.signer());
                answers.add(GovernanceDesk.answer(signer, seen, request.subject(), answer));
                RequestFile.replace(file, request.with(answers, request.facts()));
                tell(request.intent().id().toString(), answers.size());
                return 0;
            }
        }

        private Knowledge known() throws IOException, Unable {
            try {
                return knowledge.read(Chains.all());
            } catch (Unusable e) {
                throw new Unable("--knowledge: " + e.getMessage());
            }
        }

        private void tell(String id, int answers) {
            var out = spec.commandLine().getOut();
            var said = reject ? "rejected" : "approved";
            if (options.json())
                out.println(new JsonMapper()
                        .createObjectNode()
                        .put("format", "tallystick-request-1")
                        .put("request", id)
                        .put("said", said)
                        .put("answers", answers)
                        .toPrettyString());
            else out.printf("%s by %s: bring the file to whoever signs%n", said, person.name());
        }

        private boolean isWanted() throws IOException {
            var out = spec.commandLine().getOut();
            out.printf("%s as %s? Type yes: ", reject ? "REJECT it for good" : "APPROVE it", person.name());
            out.flush();
            var typed = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return typed != null && typed.strip().toLowerCase(Locale.ROOT).equals("yes");
        }
    }

    /// The nodes are asked.
    @Command(
            name = "sign",
            description =
                    "Bring a request with its answers to the nodes, and print what they signed. Each node judges it by"
                            + " its own policy. To be brought by an operator or an initiator of the roster. Exit 0"
                            + " signed, 1 refused, 3 not reached.",
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {
        @Mixin
        private DeskOptions options = new DeskOptions();

        @Parameters(paramLabel = "FILE", description = "the request with its answers")
        private Path file = Path.of("");

        @Option(
                names = "--signers",
                required = true,
                split = ",",
                paramLabel = "NODE",
                description = "nodes that sign, comma-separated; they must satisfy the key's tree")
        private List<String> signers = List.of();

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable, NodeUnreachable, InterruptedException {
            var request = RequestFile.read(file);
            var transaction = RequestFile.transaction(request.intent());
            try (var home = SecretMemory.open();
                    var self = options.open(home)) {
                var desk = new SigningDesk(options.roster(), self, key(options.roster(), self, request));
                var signed = desk.sign(transaction, request, signers);
                var out = spec.commandLine().getOut();
                if (options.json())
                    out.println(new JsonMapper()
                            .createObjectNode()
                            .put("format", "tallystick-request-1")
                            .put("request", request.intent().id().toString())
                            .put("signed", "0x" + signed.bytes())
                            .put("id", signed.id())
                            .toPrettyString());
                else out.printf("signed   %s%nid       %s%n", signed.bytes().toHex(), signed.id());
                return 0;
            }
        }
    }
}
