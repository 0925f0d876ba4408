package tallystick.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Solana;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.demo.fleet.Fleet;
import tallystick.demo.fleet.OperatorCommand;
import tallystick.mpc.key.Scheme;
import tallystick.tools.attest.AttestationJson;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.tools.operator.CeremonyDesk;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.SigningDesk;
import tallystick.tools.operator.Unable;

/// What the demonstration does and says, step by step; any step that does not hold ends it.
final class Story {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final BigInteger AMOUNT = ETHER.divide(BigInteger.valueOf(4));

    private static final String TREE = "all(risk, 1 of (client, backup))";
    private static final List<String> SIGNERS = List.of("risk", "client");

    private static final long LAMPORTS = 1_000_000_000;

    private final Narration narration;
    private final Fleet fleet;
    private final EthereumNode ethereum;
    private final SolanaRuntime solana;

    Story(Narration narration, Fleet fleet, URI ethereum, SolanaRuntime solana) {
        this.narration = narration;
        this.fleet = fleet;
        this.ethereum = new EthereumNode(ethereum);
        this.solana = solana;
    }

    void tell() throws IOException, InterruptedException, NodeUnreachable, Unable {
        say("three signer nodes start, each a process with its own identity, passphrase and store");
        fleet.awaitReady(Fleet.NODES);
        for (var name : Fleet.NODES)
            line("%s: process %d, linked".formatted(name, fleet.process(name).pid()));

        say("they generate a key together: " + TREE);
        var desk = new CeremonyDesk(fleet.identity("operator"), fleet.roster(), narration.out());
        var key = desk.generate(TREE, Scheme.ECDSA_SECP256K1);
        var spending = new EthereumSpending(signing(key), ethereum);
        line("key %s, address %s".formatted(brief(key), spending.from()));
        tellOfAttestation(key);
        ethereum.fund(spending.from(), ETHER.multiply(BigInteger.TEN));
        var payee = Address.of(Curve.SECP256K1.group().generator());
        tellOfPayments(spending, payee);
        var all = new ArrayList<>(tellOfOtherChains(desk, key));
        all.add(key);
        tellOfEpochs(desk, key, spending, payee, all);
        new Governing(narration, fleet, ethereum, spending, payee, AMOUNT).tell();
        tellOfLogs();
        tellOfEvidence();
        narration.end();
    }

    private void tellOfPayments(EthereumSpending spending, Address payee)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        say("risk is in every signing set, so its share was backed up before the key could be used");
        line("%d backup opens with the backup key, which no node has".formatted(fleet.verifyBackups()));

        say("risk and client sign a payment; a real Ethereum node mines it");
        pay(spending, payee, SIGNERS);

        say("evidence altered on its way is refused by every node");
        refuseAlteredEvidence(spending, payee);

        say("client and backup cannot sign without risk");
        refuse(spending, payee, List.of("backup", "client"));

        say("client is killed with SIGKILL; risk and backup still pay");
        fleet.process("client").kill();
        pay(spending, payee, List.of("risk", "backup"));

        say("client starts again from its own disk and signs");
        fleet.startNode("client");
        fleet.awaitReady(Fleet.NODES);
        pay(spending, payee, SIGNERS);
    }

    private void tellOfEpochs(
            CeremonyDesk desk, KeyCard key, EthereumSpending spending, Address payee, List<KeyCard> all)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        say("a thief copies client's store; then the nodes refresh their shares, and the address stays");
        fleet.copyStore("client", "stolen");
        var refreshed = desk.refresh(key.id().toString());
        if (!refreshed.point().equals(key.point())) throw new AssertionError("refresh changed the key");
        pay(spending, payee, SIGNERS);

        say("the stolen store cannot sign: its share is of an epoch left behind");
        fleet.copyStore("client", "own");
        fleet.restart("client", "stolen");
        refuse(spending, payee, SIGNERS);
        fleet.restart("client", "own");
        pay(spending, payee, SIGNERS);

        say("client's disk is lost: risk and backup give it shares of all keys again, without showing theirs");
        fleet.restart("client", "nothing");
        for (var each : all) {
            var repaired = desk.repair(each.id().toString(), "client");
            line("key %s, epoch %d".formatted(brief(each), repaired.epoch()));
        }
        pay(spending, payee, SIGNERS);

        say("%s joins in the place of backup, and the address stays".formatted(Fleet.JOINER));
        fleet.startNode(Fleet.JOINER);
        fleet.awaitReady(List.of("risk", "client", "backup", Fleet.JOINER));
        var moved = desk.reshare(
                key.id().toString(), "all(risk, 1 of (client, %s))".formatted(Fleet.JOINER), List.of("backup", "risk"));
        line("tree %s, epoch %d".formatted(moved.tree(), moved.epoch()));
        pay(spending, payee, List.of("risk", Fleet.JOINER));
        refuse(spending, payee, List.of("risk", "backup"));
        tellOfReshare(moved);
    }

    /// By the commands an auditor would use; no node is asked any more once the file is there.
    private void tellOfAttestation(KeyCard key) throws IOException, InterruptedException, Unable {
        say("each node has signed what the ceremony was, with its own build and times; an auditor verifies it offline");
        var file = attested(key);
        line(verified(() -> fleet.verifyAttestation(file, List.of())));

        say("another transcript put into the attestation, all else in good form, does not verify");
        var honest =
                AttestationJson.parse(Bytes.copyOf(Files.readAllBytes(file))).orThrow();
        var facts = honest.facts();
        var altered = new CeremonyFacts(
                facts.kind(), facts.key(), facts.participants(), facts.ordered(), facts.session(), facts.session());
        var forged = AttestationJson.encode(new Attestation(altered, honest.certificate(), honest.signed()));
        var said =
                fleet.verifyAttestation(Files.write(file.resolveSibling("forged.json"), forged.toArray()), List.of());
        if (said.holds()) throw new Unable("a changed attestation verifies: " + said.text());
        said.lines().stream().filter(each -> each.startsWith("WRONG")).forEach(narration::line);
    }

    private void tellOfReshare(KeyCard moved) throws InterruptedException, Unable {
        say("who stays, who joins and who leaves have signed the last ceremony too, and wrote it into their logs");
        var file = attested(moved);
        line(verified(() -> fleet.verifyAttestation(file, List.of("risk", "backup", Fleet.JOINER))));
    }

    private Path attested(KeyCard key) throws Unable {
        var said = fleet.attestation(key.id().toString(), key.epoch());
        if (!said.holds()) throw new Unable(said.text());
        said.lines().stream().filter(each -> each.startsWith("signed by")).forEach(this::line);
        return fleet.attestationFile(key.id().toString(), key.epoch());
    }

    /// The line with the words to compare. The nodes go on writing: what was read may have been overtaken by what was
    /// read after it.
    private static String verified(Supplier<OperatorCommand> verify) throws InterruptedException, Unable {
        var said = verify.get();
        for (var again = 0; again < 10 && !said.holds(); again++) {
            Thread.sleep(Duration.ofMillis(200));
            said = verify.get();
        }
        if (!said.holds()) throw new Unable("it does not verify: " + said.text());
        return said.lines().stream()
                .filter(each -> each.contains("compare its words"))
                .findFirst()
                .orElseThrow();
    }

    private static String brief(KeyCard key) {
        return key.id().toString().substring(0, 16);
    }

    /// The keys generated for them.
    private List<KeyCard> tellOfOtherChains(CeremonyDesk desk, KeyCard key)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        say("two addresses of the very same key, P2WPKH, pay on Bitcoin");
        spend(key, AddressForm.P2WPKH);

        say("the nodes generate a Schnorr key and pay from its Taproot addresses");
        var schnorr = desk.generate(TREE, Scheme.FROST_BIP340);
        spend(schnorr, AddressForm.P2TR);

        say("the nodes generate an Ed25519 key and pay on Solana");
        var edwards = desk.generate(TREE, Scheme.FROST_ED25519);
        transferOnSolana(edwards);
        return List.of(schnorr, edwards);
    }

    /// By the commands that anybody with a copy of a log and the administrator's card would use.
    private void tellOfLogs() throws InterruptedException, Unable {
        say("an auditor verifies every node's log, the others' cosignatures and all receipts, with no network");
        for (var name : Fleet.NODES) {
            var said = fleet.verifyLog(name);
            // The nodes go on writing: what was read may have been overtaken by what was read after it.
            for (var again = 0; again < 10 && !said.holds(); again++) {
                Thread.sleep(Duration.ofMillis(200));
                said = fleet.verifyLog(name);
            }
            if (!said.holds()) throw new Unable("the log of %s does not verify: %s".formatted(name, said.text()));
            var entries = fleet.entries(name);
            line("%s: %d entries verified: %d verdicts, %d receipts"
                    .formatted(name, entries.size(), count(entries, " node_verdict "), count(entries, " signed ")));
        }
    }

    /// What an auditor takes home: one file, verified with no node, no network and no trust in who made it.
    private void tellOfEvidence() throws InterruptedException, Unable {
        say("the operator exports everything as one evidence pack; an auditor verifies it offline, every ruling again");
        var said = fleet.exportEvidence();
        for (var again = 0; again < 10 && !said.holds(); again++) {
            Thread.sleep(Duration.ofMillis(200));
            said = fleet.exportEvidence();
        }
        if (!said.holds()) throw new Unable("no evidence pack: " + said.text());
        line(said.lines().getLast());
        var verified = fleet.verifyEvidence();
        if (!verified.holds()) throw new Unable("the evidence pack does not verify: " + verified.text());
        verified.lines().stream()
                .filter(each -> each.contains("verified") || each.contains("made again"))
                .forEach(this::line);
    }

    private static long count(List<String> entries, String kind) {
        return entries.stream().filter(entry -> entry.contains(kind)).count();
    }

    private void spend(KeyCard key, AddressForm form) throws InterruptedException, NodeUnreachable, Unable {
        var spending = new BitcoinSpending(key, form);
        var paths = List.of(BitcoinSpending.receiving(0), BitcoinSpending.receiving(1));
        for (var path : paths) line("address %s".formatted(spending.address(path)));
        var bundle = spending.payment(paths);
        var desk = signing(key);
        var signed = desk.sign(bundle, desk.evidence(bundle), SIGNERS);
        var id = ScriptInterpreter.accept(bundle, signed);
        if (!id.equals(signed.id())) throw new Unable("the interpreter calls it %s".formatted(id));
        line("%s, %d inputs, accepted by the script interpreter"
                .formatted(id, bundle.spent().size()));
    }

    /// The approved message has no blockhash; each node checks that what it signs equals it but for that.
    private void transferOnSolana(KeyCard key) throws IOException, InterruptedException, NodeUnreachable, Unable {
        var point = Curve.ED25519.group().parsePoint(key.point()).orThrow();
        var payer = tallystick.core.chain.solana.Address.of(point);
        var payee =
                tallystick.core.chain.solana.Address.of(Curve.ED25519.group().generator());
        line("address %s".formatted(payer));
        solana.airdrop(payer, 2 * LAMPORTS);
        var blank = Draft.of(Solana.DEVNET, payer)
                .transfer(payee, BigInteger.valueOf(LAMPORTS))
                .build();
        var desk = signing(key);
        var signed = desk.signCompleted(blank.withBlockhash(solana.blockhash()), desk.evidence(blank), SIGNERS);
        solana.execute(signed);
        var gained = solana.balance(payee);
        if (!gained.equals(BigInteger.valueOf(LAMPORTS)))
            throw new Unable("the payee has %s lamports".formatted(gained));
        line("%s executed; the payee has %s lamports more".formatted(signed.id(), gained));
    }

    private SigningDesk signing(KeyCard key) {
        return new SigningDesk(fleet.roster(), fleet.identity("treasurer"), key);
    }

    private void pay(EthereumSpending spending, Address payee, List<String> signers)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        var before = ethereum.balance(payee);
        var transaction = spending.payment(payee, AMOUNT);
        var signed = spending.desk().sign(transaction, spending.desk().evidence(transaction), signers);
        var id = ethereum.broadcast(signed);
        if (!id.equals(signed.id())) throw new Unable("the chain calls it %s, predicted %s".formatted(id, signed.id()));
        if (!ethereum.awaitMined(id)) throw new Unable("transaction %s was not mined".formatted(id));
        var gained = ethereum.balance(payee).subtract(before);
        if (!gained.equals(AMOUNT)) throw new Unable("the payee gained %s, not %s".formatted(gained, AMOUNT));
        line("%s mined; the payee has %s wei more".formatted(id, gained));
    }

    /// The screen shows one payment, the bytes pay somebody else: the initiator signed the former.
    private void refuseAlteredEvidence(EthereumSpending spending, Address payee)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        var honest = spending.payment(payee, AMOUNT);
        var thief = spending.payment(spending.from(), AMOUNT);
        var evidence = spending.desk().evidence(honest);
        var forged = new Evidence(swap(evidence.intent(), thief), evidence.initiatorSignature());
        try {
            var _ = spending.desk().sign(thief, forged, SIGNERS);
        } catch (Unable refused) {
            line(refused.why());
            return;
        }
        throw new AssertionError("altered evidence was signed");
    }

    private void refuse(EthereumSpending spending, Address payee, List<String> signers)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        var transaction = spending.payment(payee, AMOUNT);
        try {
            var _ = spending.desk().sign(transaction, spending.desk().evidence(transaction), signers);
        } catch (Unable refused) {
            line(refused.why());
            return;
        }
        throw new AssertionError("%s signed".formatted(signers));
    }

    private static Intent swap(Intent intent, UnsignedTransaction other) {
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
        narration.say(what);
    }

    private void line(String what) {
        narration.line(what);
    }
}
