package tallystick.tools.operator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.chain.Built;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.registry.StateFile;
import tallystick.core.governance.Roster;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.build.Making;
import tallystick.tools.build.WishOptions;
import tallystick.tools.decode.KnowledgeOptions;
import tallystick.tools.decode.Report;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.wire.MemberIdentity;
import tools.jackson.databind.json.JsonMapper;

/// Pays, speeds up, cancels, sweeps or consolidates from a threshold key, on any chain: makes the transaction, has the
/// nodes sign it, and where it knows an endpoint broadcasts it and waits until it is mined.
@Command(
        name = "transfer",
        description = "Pay, speed up, cancel, sweep or consolidate from a threshold key, on any chain.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:signed, or with --dry-run made; with --rpc mined",
            "1:it cannot be made, a node refused, or the chain did not take it; says why",
            "2:wrong arguments, or a file that is not of its form",
            "3:a node, an endpoint or a file cannot be reached"
        })
public final class TransferCommand implements Callable<Integer> {
    private static final String FORMAT = "tallystick-transfer-1";
    private static final int WRONG_ARGUMENTS = 2;

    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions rosterOptions = new RosterOptions();

    @Mixin
    private WishOptions wish = new WishOptions();

    @Mixin
    private KnowledgeOptions knowledge = new KnowledgeOptions();

    @Option(names = "--key", required = true, paramLabel = "ID", description = "first digits of the key's id")
    private String keyId = "";

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "what the chain shows, as JSON (docs/spec/state.md); with --rpc it is asked for")
    private @Nullable Path state;

    @Option(
            names = "--rpc",
            paramLabel = "URL",
            description =
                    "JSON-RPC endpoint of an EVM chain: asked for the state where none is given, and broadcast to;"
                            + " without it, and on other chains, the signed bytes are printed")
    private @Nullable URI rpc;

    @Option(
            names = "--signers",
            required = true,
            split = ",",
            paramLabel = "NODE",
            description = "nodes that sign, comma-separated; they must satisfy the key's tree")
    private List<String> signers = List.of();

    @Option(
            names = "--request",
            paramLabel = "FILE",
            description = "ask no node to sign: write the request to this file, for others to approve ('request')")
    private @Nullable Path request;

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "with --request: how long it may be approved and signed, 1..24 (default 24)")
    private int hours = 24;

    @Option(names = "--dry-run", description = "show what would be signed, and stop")
    private boolean dryRun;

    @Option(names = "--json", description = "print JSON for programs")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, NodeUnreachable, Unable, InterruptedException {
        try (var home = SecretMemory.open();
                var initiator = identity.open(home)) {
            var roster = rosterOptions.read();
            var desk = new SigningDesk(roster, initiator, key(roster, initiator));
            var making = making(desk.key());
            var transaction = ready(making);
            if (!json) {
                line("from", making.signer(transaction).address());
                print(report(making, transaction).text());
            }
            if (dryRun) return told(making, transaction, Optional.empty(), false);
            var file = request;
            if (file != null) return asked(desk, making, transaction, file);
            var signed = sign(desk, transaction);
            if (!json) line("signed", signed.bytes().toHex());
            var endpoint = rpc;
            if (endpoint == null) return told(making, transaction, Optional.of(signed), false);
            var chain = new EthereumNode(endpoint);
            var id = chain.broadcast(signed);
            if (!id.equals(signed.id()))
                throw new Unable("the chain calls it %s, predicted %s".formatted(id, signed.id()));
            if (!json) line("sent", id);
            if (!chain.awaitMined(id))
                throw new Unable("not mined within ten seconds, or reverted: look it up by its id");
            if (!json) print("mined\n");
            return told(making, transaction, Optional.of(signed), true);
        } catch (Unusable wrong) {
            spec.commandLine().getErr().println("tallystick transfer: " + wrong.getMessage());
            return WRONG_ARGUMENTS;
        }
    }

    private int asked(SigningDesk desk, Making making, UnsignedTransaction transaction, Path file)
            throws IOException, Unable {
        if (hours < 1 || hours > 24) throw new Unable("--hours: 1..24 expected");
        if (!transaction.agreed().isComplete())
            throw new Unable("what people approve here is filled in only when it is signed, which a file cannot hold");
        // A minute less than a day: nodes take none that lasts longer by their clocks.
        var evidence = desk.evidence(transaction, Duration.ofHours(hours).minusMinutes(1));
        RequestFile.create(file, evidence);
        if (!json) {
            line("request", evidence.intent().id().toString());
            print("next: ./tallystick request approve %s --as PERSON\n".formatted(file));
        }
        return told(making, transaction, Optional.empty(), false);
    }

    private Making making(KeyCard key) throws IOException, Unusable, Unable, InterruptedException {
        var chains = Chains.all();
        var file = StateFile.parse(chains, state(key));
        if (rpc != null && !file.family().name().equals("ethereum"))
            throw new Unable("--rpc is an endpoint of EVM chains, and the state is of " + file.chain());
        return Making.of(file, key.point(), key.chainCode(), knowledge.read(chains));
    }

    private Bytes state(KeyCard key) throws IOException, Unable, InterruptedException {
        var file = state;
        if (file != null) return Bytes.copyOf(Files.readAllBytes(file));
        var endpoint = rpc;
        if (endpoint == null) throw new Unable("give what the chain shows: --state FILE, or --rpc URL of an EVM chain");
        if (!(Curve.SECP256K1.group().parsePoint(key.point()) instanceof Parsed.Ok<Point>(var point)))
            throw new Unable("the key is not on the curve of EVM chains");
        var tokens = wish.token().flatMap(Address::parse).map(List::of).orElse(List.of());
        return new EthereumNode(endpoint).state(Address.of(point), tokens);
    }

    private UnsignedTransaction ready(Making making) throws IOException, Unusable, Unable {
        return switch (making.build(
                wish.wish(making.state().chain(), making.state().family()))) {
            case Built.Ready(var transaction) -> transaction;
            case Built.Refused(var field, var why) -> throw new Unable("%s: %s".formatted(field, why));
        };
    }

    /// What people agree to leaves open what a chain lets be filled in; what is signed does not.
    private SignedTransaction sign(SigningDesk desk, UnsignedTransaction transaction)
            throws NodeUnreachable, Unable, InterruptedException {
        if (!transaction.isComplete())
            throw new Unable("the state has nothing to fill in what the transaction leaves open: give a blockhash");
        var agreed = transaction.agreed();
        return agreed.isComplete()
                ? desk.sign(transaction, desk.evidence(transaction), signers)
                : desk.signCompleted(transaction, desk.evidence(agreed), signers);
    }

    /// @spec docs/spec/state.md#ST-6 state
    private int told(
            Making making, UnsignedTransaction transaction, Optional<SignedTransaction> signed, boolean isMined) {
        if (!json) return 0;
        var told = new JsonMapper().createObjectNode();
        told.put("format", FORMAT)
                .put("chain", transaction.chain().toString())
                .put("wish", wish.word())
                .put("from", making.signer(transaction).toString())
                .put("unsigned", "0x" + transaction.bytes());
        told.putNull("signed").putNull("id").put("mined", isMined);
        signed.ifPresent(each -> told.put("signed", "0x" + each.bytes()).put("id", each.id()));
        told.set("decoded", report(making, transaction).json());
        print(told.toPrettyString() + "\n");
        return 0;
    }

    private static Report report(Making making, UnsignedTransaction transaction) {
        return Report.of(transaction, making.signer(transaction), making.known());
    }

    private void line(String name, String value) {
        print("%-9s%s%n".formatted(name, value));
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    private KeyCard key(Roster roster, MemberIdentity initiator) throws NodeUnreachable, Unable {
        var first = RosterOptions.node(roster, signers.getFirst());
        try (var door = new NodeDoor(initiator.tls(), first)) {
            var found = door.status(Duration.ofSeconds(10)).keys().stream()
                    .filter(key -> key.id().toString().startsWith(keyId))
                    .toList();
            if (found.size() != 1)
                throw new Unable("%d keys of node %s begin with %s: give more digits, or see 'status'"
                        .formatted(found.size(), first.name(), keyId));
            return found.getFirst();
        }
    }
}
