package tallystick.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.curve.Curve;
import tallystick.mpc.key.Scheme;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.tools.operator.CeremonyDesk;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Payment;
import tallystick.tools.operator.Unable;

/// What the demonstration does and says, step by step; any step that does not hold ends it.
final class Story {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final BigInteger AMOUNT = ETHER.divide(BigInteger.valueOf(4));

    private static final String TREE = "all(risk, 1 of (client, backup))";

    private final PrintWriter out;
    private final Fleet fleet;
    private final EthereumNode chain;
    private int step;

    Story(PrintWriter out, Fleet fleet, URI endpoint) {
        this.out = out;
        this.fleet = fleet;
        this.chain = new EthereumNode(endpoint);
    }

    void tell() throws IOException, InterruptedException, NodeUnreachable, Unable {
        say("three signer nodes start, each a process with its own identity, passphrase and store");
        fleet.awaitReady(Fleet.NODES);
        for (var name : Fleet.NODES)
            line("%s: process %d, linked".formatted(name, fleet.process(name).pid()));

        say("they generate a key together: " + TREE);
        var desk = new CeremonyDesk(fleet.identity("operator"), fleet.roster(), out);
        var key = desk.generate(TREE, Scheme.ECDSA_SECP256K1);
        var payment = new Payment(fleet.roster(), fleet.identity("treasurer"), key);
        line("key %s, address %s".formatted(key.id().toString().substring(0, 16), payment.from()));
        chain.fund(payment.from(), ETHER.multiply(BigInteger.TEN));
        var payee = Address.of(Curve.SECP256K1.group().generator());
        tellOfPayments(payment, payee);
        tellOfEpochs(desk, key, payment, payee);
        out.printf("%nall %d steps held%n", step);
        out.flush();
    }

    private void tellOfPayments(Payment payment, Address payee)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        say("risk is in every signing set, so its share was backed up before the key could be used");
        line("%d backup opens with the backup key, which no node has".formatted(fleet.verifyBackups()));

        say("risk and client sign a payment; a real Ethereum node mines it");
        pay(payment, payee, List.of("risk", "client"));

        say("evidence altered on its way is refused by every node");
        refuseAlteredEvidence(payment, payee);

        say("client and backup cannot sign without risk");
        refuse(payment, payee, List.of("backup", "client"));

        say("client is killed with SIGKILL; risk and backup still pay");
        fleet.process("client").kill();
        pay(payment, payee, List.of("risk", "backup"));

        say("client starts again from its own disk and signs");
        fleet.startNode("client");
        fleet.awaitReady(Fleet.NODES);
        pay(payment, payee, List.of("risk", "client"));
    }

    private void tellOfEpochs(CeremonyDesk desk, KeyCard key, Payment payment, Address payee)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        say("a thief copies client's store; then the nodes refresh their shares, and the address stays");
        fleet.copyStore("client", "stolen");
        var refreshed = desk.refresh(key.id().toString());
        if (!refreshed.point().equals(key.point())) throw new AssertionError("refresh changed the key");
        pay(payment, payee, List.of("risk", "client"));

        say("the stolen store cannot sign: its share is of an epoch left behind");
        fleet.copyStore("client", "own");
        fleet.restart("client", "stolen");
        refuse(payment, payee, List.of("risk", "client"));
        fleet.restart("client", "own");
        pay(payment, payee, List.of("risk", "client"));

        say("client's disk is lost: risk and backup give it a share again, without showing theirs");
        fleet.restart("client", "nothing");
        var repaired = desk.repair(key.id().toString(), "client");
        line("epoch %d".formatted(repaired.epoch()));
        pay(payment, payee, List.of("risk", "client"));

        say("%s joins in the place of backup, and the address stays".formatted(Fleet.JOINER));
        fleet.startNode(Fleet.JOINER);
        fleet.awaitReady(List.of("risk", "client", "backup", Fleet.JOINER));
        var moved = desk.reshare(
                key.id().toString(), "all(risk, 1 of (client, %s))".formatted(Fleet.JOINER), List.of("backup", "risk"));
        line("tree %s, epoch %d".formatted(moved.tree(), moved.epoch()));
        pay(payment, payee, List.of("risk", Fleet.JOINER));
        refuse(payment, payee, List.of("risk", "backup"));
    }

    private void pay(Payment payment, Address payee, List<String> signers)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        var before = chain.balance(payee);
        var transaction = payment.prepare(chain, payee, AMOUNT);
        var signed = payment.sign(transaction, payment.evidence(transaction), signers);
        var id = chain.broadcast(signed);
        if (!id.equals(signed.id())) throw new Unable("the chain calls it %s, predicted %s".formatted(id, signed.id()));
        if (!chain.awaitMined(id)) throw new Unable("transaction %s was not mined".formatted(id));
        var gained = chain.balance(payee).subtract(before);
        if (!gained.equals(AMOUNT)) throw new Unable("the payee gained %s, not %s".formatted(gained, AMOUNT));
        line("%s mined; the payee has %s wei more".formatted(id, gained));
    }

    /// The screen shows one payment, the bytes pay somebody else: the initiator signed the former.
    private void refuseAlteredEvidence(Payment payment, Address payee)
            throws IOException, InterruptedException, NodeUnreachable {
        var honest = payment.prepare(chain, payee, AMOUNT);
        var thief = payment.prepare(chain, payment.from(), AMOUNT);
        var evidence = payment.evidence(honest);
        var forged = new Evidence(swap(evidence.intent(), thief), evidence.initiatorSignature());
        try {
            var _ = payment.sign(thief, forged, List.of("risk", "client"));
        } catch (Unable refused) {
            line(refused.why());
            return;
        }
        throw new AssertionError("altered evidence was signed");
    }

    private void refuse(Payment payment, Address payee, List<String> signers)
            throws IOException, InterruptedException, NodeUnreachable {
        var transaction = payment.prepare(chain, payee, AMOUNT);
        try {
            var _ = payment.sign(transaction, payment.evidence(transaction), signers);
        } catch (Unable refused) {
            line(refused.why());
            return;
        }
        throw new AssertionError("%s signed".formatted(signers));
    }

    private static Intent swap(Intent intent, FeeMarketTransaction other) {
        return new Intent(
                intent.version(),
                intent.keyId(),
                intent.path(),
                intent.chain(),
                intent.content(),
                other.bytes(),
                other.digests(),
                intent.expiresAt(),
                intent.initiator(),
                intent.salt());
    }

    private void say(String what) {
        out.printf("%n%d. %s%n", ++step, what);
        out.flush();
    }

    private void line(String what) {
        out.printf("   %s%n", what);
        out.flush();
    }
}
