package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Clearance;
import tallystick.core.audit.LogNames;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.verify.LogDirectory;
import tallystick.tools.verify.Unverifiable;
import tallystick.wire.DurableFile;
import tools.jackson.databind.json.JsonMapper;

/// Ends one node's refusal of another whose log shrank or forked, by an operator's signature. Needs no network: what it
/// reads and writes are files of the node that refuses.
@Command(
        name = "clear",
        description = "Have a node work again with NODE, whose log began anew or was set back, from a checkpoint that"
                + " you have looked at. Once for each node that refuses it, with that node's own files.",
        mixinStandardHelpOptions = true)
final class ClearCommand implements Callable<Integer> {
    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions roster = new RosterOptions();

    @Parameters(paramLabel = "NODE", description = "the node that is refused")
    private String node = "";

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "directory of the node that refuses it, or a copy with its 'log'")
    private Path directory = Path.of("");

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "FILE",
            description = "from which NODE's log is believed again: its own DIR/log/checkpoint")
    private Path checkpoint = Path.of("");

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; goes into the log")
    private String reason = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where the clearance goes (default DIR/witness/NODE.clearance, where the node takes it up)")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable {
        var all = roster.read();
        var member = RosterOptions.node(all, node);
        var from = checkpoint(member);
        var refusal = refusal();
        var file = out.orElse(directory.resolve("witness").resolve(node + ".clearance"));
        try (var home = SecretMemory.open();
                var operator = identity.open(home)) {
            isOperator(all, operator.name());
            var draft = new Clearance.Draft(node, operator.name(), reason, refusal.remembered(), from);
            DurableFile.create(file, draft.sign(operator.key()).encode());
            if (out.isEmpty()) LaidFile.give(file);
        } catch (FileAlreadyExistsException e) {
            throw new Unable("%s exists: the node takes it up within seconds if it runs".formatted(file));
        }
        print(refusal, from, file);
        return 0;
    }

    private SignedCheckpoint checkpoint(Member member) throws IOException, Unable {
        try {
            var from = LogDirectory.checkpoint(checkpoint);
            if (!from.isOf(LogNames.log(member)))
                throw new Unable("%s is no checkpoint that %s signed".formatted(checkpoint, member.name()));
            return from;
        } catch (Unverifiable e) {
            throw new Unable(e.why());
        }
    }

    /// The last one about the node, unless it was cleared since.
    private AuditEvent.PeerQuarantined refusal() throws IOException, Unable {
        var last = new AtomicReference<Optional<AuditEntry>>(Optional.empty());
        try {
            LogDirectory.open(directory.resolve("log")).walk(0, (_, entry) -> {
                if (isAbout(entry.event())) last.set(Optional.of(entry));
            });
        } catch (Unverifiable e) {
            throw new Unable(e.why());
        }
        var about = last.get();
        if (about.isPresent() && about.get().event() instanceof AuditEvent.PeerQuarantined said) return said;
        if (about.isPresent() && about.get().event() instanceof AuditEvent.PeerCleared said)
            throw new Unable("%s was cleared there at %s by %s and is not refused since"
                    .formatted(node, about.get().at(), said.operator()));
        throw new Unable("the node of %s does not refuse %s: its log has no such entry".formatted(directory, node));
    }

    private boolean isAbout(AuditEvent event) {
        return event instanceof AuditEvent.PeerQuarantined said && said.peer().equals(node)
                || event instanceof AuditEvent.PeerCleared cleared
                        && cleared.peer().equals(node);
    }

    private static void isOperator(Roster roster, String name) throws Unable {
        if (roster.named(name)
                .filter(each -> each.role() == Member.Role.OPERATOR)
                .isEmpty()) throw new Unable("%s is no operator of this roster".formatted(name));
    }

    private void print(AuditEvent.PeerQuarantined refusal, SignedCheckpoint from, Path file) {
        var printer = spec.commandLine().getOut();
        if (json) {
            var report = JsonMapper.shared().createObjectNode();
            report.put("format", "tallystick-clearance-1")
                    .put("node", node)
                    .put("refused_for", refusal.reason())
                    .put("remembered_size", refusal.remembered().size())
                    .put("from_size", from.head().size())
                    .put("file", file.toString());
            printer.println(report.toPrettyString());
            return;
        }
        printer.printf("%s is refused there: %s%n", node, refusal.reason());
        printer.printf("  remembered  %d entries%n", refusal.remembered().size());
        printer.printf("  goes on     from %d entries%n", from.head().size());
        printer.printf("  clearance   %s%n", file);
        printer.println(
                out.isPresent()
                        ? "bring it to that node, as DIR/witness/%s.clearance".formatted(node)
                        : "the node takes it up within seconds, and says so in its log");
    }
}
