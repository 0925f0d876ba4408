package tallystick.tools.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.crypto.curve.Curve;
import tallystick.mpc.key.Scheme;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.tools.operator.CeremonyCommand;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Payment;
import tallystick.tools.operator.Unable;

/// What the demonstration does and says, step by step; any step that does not hold ends it.
final class Story {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final BigInteger AMOUNT = ETHER.divide(BigInteger.valueOf(4));

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

        say("they generate a key together: 2 of (alpha, bravo, charlie)");
        var key = CeremonyCommand.generate(
                fleet.identity("operator"),
                fleet.roster(),
                "2 of (alpha, bravo, charlie)",
                Scheme.ECDSA_SECP256K1,
                out);
        var payment = new Payment(fleet.roster(), fleet.identity("treasurer"), key);
        line("key %s, address %s".formatted(key.id().toString().substring(0, 16), payment.from()));
        chain.fund(payment.from(), ETHER);
        var payee = Address.of(Curve.SECP256K1.group().generator());

        say("alpha and charlie sign a payment; a real Ethereum node mines it");
        pay(payment, payee, List.of("alpha", "charlie"));

        say("evidence altered on its way is refused by every node");
        refuseAlteredEvidence(payment, payee);

        say("one node alone cannot sign");
        refuse(payment, payee, List.of("alpha"));

        say("alpha is killed with SIGKILL; bravo and charlie still pay");
        // A node killed inside a check of its pools must set up its pairs anew; let the pools fill up first.
        Thread.sleep(Duration.ofSeconds(12));
        fleet.process("alpha").kill();
        pay(payment, payee, List.of("bravo", "charlie"));

        say("alpha starts again from its own disk and signs with bravo");
        fleet.startNode("alpha");
        fleet.awaitReady(Fleet.NODES);
        pay(payment, payee, List.of("alpha", "bravo"));
        out.printf("%nall %d steps held%n", step);
        out.flush();
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
            var _ = payment.sign(thief, forged, List.of("alpha", "charlie"));
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
        throw new AssertionError("%d of three signed".formatted(signers.size()));
    }

    private static Intent swap(Intent intent, FeeMarketTransaction other) {
        return new Intent(
                intent.keyId(),
                intent.path(),
                intent.chain(),
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
