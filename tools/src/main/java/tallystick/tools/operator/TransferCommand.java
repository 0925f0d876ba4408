package tallystick.tools.operator;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.clear.ClearText;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.governance.Roster;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.wire.Identity;

/// Pays native coin of an EVM chain: proposes, has the nodes sign, broadcasts, waits until it is mined.
@Command(
        name = "transfer",
        description = "Pay native coin of an EVM chain from a threshold key.",
        mixinStandardHelpOptions = true)
public final class TransferCommand implements Callable<Integer> {
    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions rosterOptions = new RosterOptions();

    @Option(names = "--key", required = true, paramLabel = "ID", description = "first digits of the key's id")
    private String keyId = "";

    @Option(names = "--to", required = true, paramLabel = "ADDRESS", description = "receiver, with its checksum")
    private String to = "";

    @Option(names = "--wei", required = true, paramLabel = "N", description = "how much, in base units")
    private BigInteger wei = BigInteger.ZERO;

    @Option(names = "--rpc", required = true, paramLabel = "URL", description = "JSON-RPC endpoint of the chain's node")
    private URI rpc = URI.create("");

    @Option(
            names = "--signers",
            required = true,
            split = ",",
            paramLabel = "NODE",
            description = "nodes that sign, comma-separated; they must satisfy the key's tree")
    private List<String> signers = List.of();

    @Option(names = "--dry-run", description = "show what would be signed, and stop")
    private boolean dryRun;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, NodeUnreachable, Unable, InterruptedException {
        var out = spec.commandLine().getOut();
        var receiver = Address.parse(to)
                .orElseThrow(() -> new Unable("--to is not an address with a right checksum: check every digit"));
        if (wei.signum() < 0 || wei.bitLength() > 256) throw new Unable("--wei not in 0..2^256-1");
        var chain = new EthereumNode(rpc);
        try (var home = SecretMemory.open();
                var initiator = identity.open(home)) {
            var roster = rosterOptions.read();
            var desk = new SigningDesk(roster, initiator, key(roster, initiator));
            var payment = new Payment(desk);
            var transaction = payment.prepare(chain, receiver, wei);
            out.printf("from     %s%n", payment.from());
            var signer = payment.from().on(transaction.chain());
            out.print(ClearText.of(transaction, signer, Knowledge.none()));
            out.printf("digest   %s%n", transaction.digests().getFirst());
            out.printf("compare  %s%n", ComparisonCode.of(transaction, signer));
            out.flush();
            if (dryRun) return 0;
            var signed = desk.sign(transaction, desk.evidence(transaction), signers);
            var id = chain.broadcast(signed);
            if (!id.equals(signed.id()))
                throw new Unable("the chain calls it %s, predicted %s".formatted(id, signed.id()));
            out.printf("sent     %s%n", id);
            out.flush();
            if (!chain.awaitMined(id))
                throw new Unable("not mined within ten seconds, or reverted: look it up by its id");
            out.println("mined");
            return 0;
        }
    }

    private KeyCard key(Roster roster, Identity initiator) throws NodeUnreachable, Unable {
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
