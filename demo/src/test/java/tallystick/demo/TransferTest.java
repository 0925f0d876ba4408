package tallystick.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.registry.Chains;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.secret.SecretMemory;
import tallystick.demo.fleet.Fleet;
import tallystick.demo.fleet.OperatorCommand;
import tallystick.mpc.key.Scheme;
import tallystick.tools.operator.CeremonyDesk;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("tallystick transfer, with signer nodes as processes and a state file of each chain")
class TransferTest {
    private static final String TREE = "all(risk, 1 of (client, backup))";
    private static final String EVM_TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final String SOLANA_TO = "mBKqcnGotbsSb5vNrdyhzZ5EhqZdids9QYiTRckvi7v";
    private static final String SOLANA = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";

    @TempDir
    static Path directory;

    private static final SecretMemory HOME = SecretMemory.open();

    private static Fleet fleet;
    private static KeyCard ecdsa;
    private static KeyCard edwards;

    @BeforeAll
    static void generateKeys() throws Exception {
        var node = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "tallystick.node.boot.Main");
        fleet = Fleet.start(directory.resolve("fleet"), node, HOME);
        fleet.awaitReady(Fleet.NODES);
        var desk = new CeremonyDesk(fleet.identity("operator"), fleet.roster(), new PrintWriter(new StringWriter()));
        ecdsa = desk.generate(TREE, Scheme.ECDSA_SECP256K1);
        edwards = desk.generate(TREE, Scheme.FROST_ED25519);
    }

    /// What this test runs from, whoever loaded it.
    private static String classPath() {
        return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    @AfterAll
    static void stop() {
        fleet.close();
        HOME.close();
    }

    /// What is asked of the nodes is asked of running programs, over the network.
    @Test
    void evidenceOfRunningNodes_isCountersignedByEach_andTheNextSaysWhoTookIt() throws Exception {
        for (var pass = 0; pass < 2; pass++) {
            var exported = fleet.exportEvidence();
            assertThat(exported.text()).contains("risk countersigned", "client countersigned", "backup countersigned");
            assertEquals(0, exported.exit(), exported.text());
            var verified = fleet.verifyEvidence();
            assertEquals(0, verified.exit(), verified.text());
            assertThat(verified.text()).contains("3 of 4 nodes countersigned the pack, backup client risk; 3 must");
        }
        for (var node : Fleet.NODES)
            assertThat(fleet.entries(node)).anyMatch(entry -> entry.contains(" pack_countersigned "));
    }

    @Test
    void evidenceOfNodesElsewhere_isFetchedFromThem_andTheSamePackComesOfIt() throws IOException {
        var own = directory.resolve("fleet").resolve("operator");
        var out = directory.resolve("fetched.zip");
        var words = new ArrayList<>(List.of("evidence", "export", "--out", out.toString()));
        for (var node : Fleet.NODES) words.addAll(List.of("--from-node", node));
        words.addAll(List.of("--roster", directory.resolve("fleet/roster").toString()));
        words.addAll(List.of(
                "--administrator", directory.resolve("fleet/administrator.card").toString()));
        words.addAll(List.of("--identity", own.resolve("identity").toString()));
        words.addAll(List.of("--passphrase-file", own.resolve("passphrase").toString()));
        var exported = OperatorCommand.run(words.toArray(String[]::new));
        assertEquals(0, exported.exit(), exported.text());
        assertThat(directory.resolve("fetched.zip.fetched")).doesNotExist();
        var verified = OperatorCommand.run("verify", out.toString());
        assertEquals(0, verified.exit(), verified.text());
        assertThat(verified.text()).contains("3 of 4 nodes countersigned the pack", "cosigned the first");
        assertThat(OperatorCommand.run(words.toArray(String[]::new)).text())
                .contains("is there already: name another, or take it away");
        words.set(
                words.indexOf(out.toString()), directory.resolve("refused.zip").toString());
        words.set(
                words.indexOf("--identity") + 1,
                directory.resolve("fleet/treasurer/identity").toString());
        words.set(
                words.indexOf("--passphrase-file") + 1,
                directory.resolve("fleet/treasurer/passphrase").toString());
        assertThat(OperatorCommand.run(words.toArray(String[]::new)).text())
                .contains("role INITIATOR may not call this");
    }

    private static String state(String chain, String fields) throws IOException {
        var text = "{\"format\": \"tallystick-state-1\", \"chain\": \"%s\", %s}".formatted(chain, fields);
        return Files.writeString(Files.createTempFile(directory, "state", ".json"), text)
                .toString();
    }

    private static String ethereum(int nonce) throws IOException {
        return state(
                "eip155:31337",
                "\"nonceMined\": 4, \"nonceNext\": %d, \"priorityFeePerGas\": 1, \"feePerGasMax\": 10,".formatted(nonce)
                        + " \"balance\": \"1000000\"");
    }

    private static OperatorCommand transfer(KeyCard key, String state, String signers, String... words) {
        var own = directory.resolve("fleet").resolve("treasurer");
        var all = new ArrayList<>(List.of("transfer"));
        all.addAll(List.of(words));
        all.addAll(List.of("--identity", own.resolve("identity").toString()));
        all.addAll(List.of("--passphrase-file", own.resolve("passphrase").toString()));
        all.addAll(List.of("--roster", directory.resolve("fleet/roster").toString()));
        all.addAll(List.of("--key", key.id().toString().substring(0, 12), "--signers", signers, "--state", state));
        return OperatorCommand.run(all.toArray(String[]::new));
    }

    /// What it told, where it was signed.
    private static JsonNode told(OperatorCommand ran) {
        assertEquals(0, ran.exit(), ran.text());
        var told = new JsonMapper().readTree(ran.text());
        assertThat(told.path("format").asString()).isEqualTo("tallystick-transfer-1");
        assertThat(told.path("mined").asBoolean()).isFalse();
        return told;
    }

    private static String recovered(String chain, String signed) {
        var ran = OperatorCommand.run("decode", "--chain", chain, "--json", signed);
        assertEquals(0, ran.exit(), ran.text());
        return new JsonMapper().readTree(ran.text()).path("recovered").path(0).asString();
    }

    private static Point point() {
        return Curve.SECP256K1.group().parsePoint(ecdsa.point()).orThrow();
    }

    private static void refused(OperatorCommand ran, int exit, String why) {
        assertThat(ran.text()).contains(why);
        assertEquals(exit, ran.exit(), ran.text());
    }

    @Test
    void ethereum_paysWhatBuildMakes_signedByTheKeysAccount_andIsSpedUp() throws IOException {
        var state = ethereum(4);
        var told = told(transfer(ecdsa, state, "risk,client", "pay", "--json", "--to", EVM_TO, "--amount", "77"));
        var own = Address.of(point()).toString();
        assertThat(told.path("from").asString()).isEqualTo("eip155:31337:" + own);
        var unsigned = told.path("unsigned").asString();
        var built = OperatorCommand.run(
                "build", "--json", "--state", state, "--key", "" + ecdsa.point(), "--to", EVM_TO, "--amount", "77");
        var same = new JsonMapper().readTree(built.text());
        assertThat(unsigned).isEqualTo(same.path("unsigned").asString());
        assertThat(told.path("decoded")).isEqualTo(same.path("decoded"));
        assertThat(recovered("ethereum", told.path("signed").asString())).endsWith(own);

        var faster = told(transfer(ecdsa, ethereum(5), "backup,risk", "speed-up", "--json", "--pending", unsigned));
        assertThat(faster.path("wish").asString()).isEqualTo("speed-up");
        assertThat(faster.path("unsigned").asString()).isNotEqualTo(unsigned);
        assertThat(recovered("ethereum", faster.path("signed").asString())).endsWith(own);
    }

    private static JsonNode asked(int exit, String... words) {
        var own = directory.resolve("fleet").resolve("operator");
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--identity", own.resolve("identity").toString()));
        all.addAll(List.of("--passphrase-file", own.resolve("passphrase").toString()));
        all.addAll(List.of("--roster", directory.resolve("fleet/roster").toString(), "--json"));
        var ran = OperatorCommand.run(all.toArray(String[]::new));
        assertEquals(exit, ran.exit(), ran.text());
        return new JsonMapper().readTree(ran.text().substring(ran.text().indexOf('{')));
    }

    @Test
    void refreshAndStatus_areToldInJson() {
        var refreshed = asked(0, "ceremony", "refresh", "--key", edwards.id().toString());
        assertThat(refreshed.path("format").asString()).isEqualTo("tallystick-ceremony-1");
        assertThat(refreshed.path("key").asString()).isEqualTo(edwards.id().toString());
        assertThat(refreshed.path("public_key").asString())
                .isEqualTo(edwards.point().toHex());
        assertThat(refreshed.path("epoch").asInt()).isGreaterThan(edwards.epoch());
        var nodes = asked(3, "status").path("nodes");
        assertThat(nodes).hasSize(4);
        for (var node : nodes) {
            if (node.path("node").asString().equals(Fleet.JOINER)) {
                assertThat(node.path("reached").asBoolean()).isFalse();
                assertThat(node.path("why").asString()).isNotBlank();
                continue;
            }
            assertThat(node.path("reached").asBoolean()).isTrue();
            assertThat(node.path("linked")).hasSize(2);
            assertThat(node.path("governed").asString()).isNotBlank();
            assertThat(node.path("keys")).contains(withoutFormat(refreshed));
        }
    }

    private static JsonNode withoutFormat(JsonNode told) {
        return ((ObjectNode) told.deepCopy()).without("format");
    }

    @Test
    void bitcoin_spendsACoin_andAScriptInterpreterAccepts() throws IOException {
        var chain = BitcoinNetwork.REGTEST.chain();
        var script = AddressForm.P2WPKH.script(point()).bytes();
        var coin = "{\"txid\": \"%s\", \"vout\": 0, \"valueSatoshi\": 90000, \"scriptHex\": \"%s\"}"
                .formatted("11".repeat(32), script);
        var state = state(chain.toString(), "\"satoshiPerKvb\": 2000, \"coins\": [%s]".formatted(coin));
        var to = AddressForm.P2TR.script(Curve.SECP256K1.group().generator());
        var told = told(transfer(
                ecdsa,
                state,
                "risk,backup",
                "--json",
                "--to",
                to.account(BitcoinNetwork.REGTEST).address(),
                "--amount",
                "50000"));
        var bundle = (Bundle) parsed(chain, told.path("unsigned").asString());
        var id = told.path("id").asString();
        var signed = new SignedTransaction(hex(told.path("signed").asString()), id);
        assertThat(ScriptInterpreter.accept(bundle, signed)).isEqualTo(id);
        assertThat(told.path("decoded").path("effects").findValuesAsString("amount"))
                .contains("50000");
    }

    private static Object parsed(ChainId chain, String bytes) {
        return Chains.all()
                .family(chain)
                .orElseThrow()
                .parse(chain, Content.TRANSACTION, hex(bytes))
                .orThrow();
    }

    private static Bytes hex(String text) {
        return Bytes.ofHex(text.substring("0x".length()));
    }

    @Test
    void solana_signsUnderTheBlockhashOfTheState_andNothingWithoutOne() throws IOException {
        var blockhash = "\"blockhash\": \"GfVcyD4kkTrj4bKc7WA9sZCin9JDbdT4Zkd3EittNR1W\", ";
        var balance = "\"balance\": 5000000000";
        var words =
                List.of("--json", "--to", SOLANA_TO, "--amount", "1000000000").toArray(String[]::new);
        var told = told(transfer(edwards, state(SOLANA, blockhash + balance), "client,risk", words));
        var from = told.path("from").asString();
        assertThat(from).startsWith(SOLANA);
        assertThat(recovered("solana", told.path("signed").asString())).isEqualTo(from.substring(SOLANA.length() + 1));
        refused(transfer(edwards, state(SOLANA, balance), "client,risk", words), 1, "give a blockhash");
    }

    @Test
    void doctor_saysOfEveryNode_thatNoPolicyIsInForce_andThatTheyAreLinked() {
        var own = directory.resolve("fleet").resolve("operator");
        var ran = OperatorCommand.run(
                "doctor",
                "--json",
                "--absent",
                Fleet.JOINER,
                "--identity",
                own.resolve("identity").toString(),
                "--passphrase-file",
                own.resolve("passphrase").toString(),
                "--roster",
                directory.resolve("fleet/roster").toString());
        var told = new JsonMapper().readTree(ran.text());
        assertThat(told.path("format").asString()).isEqualTo("tallystick-doctor-1");
        var found = new ArrayList<String>();
        for (var each : told.path("findings"))
            found.add("%s %s %s"
                    .formatted(
                            each.path("level").asString(),
                            each.path("about").asString(),
                            each.path("check").asString()));
        for (var node : Fleet.NODES) assertThat(found).contains("WARN " + node + " policy", "ok " + node + " links");
        assertThat(ran.text()).contains("no policy in force");
    }

    @Test
    void dryRun_signsNothing() throws IOException {
        var ran = transfer(ecdsa, ethereum(4), "risk,client", "--dry-run", "--json", "--to", EVM_TO, "--amount", "77");
        var told = told(ran);
        assertThat(told.path("signed").isNull()).isTrue();
        assertThat(told.path("id").isNull()).isTrue();
        var text = transfer(ecdsa, ethereum(4), "risk,client", "--dry-run", "--to", EVM_TO, "--amount", "77");
        assertThat(text.text()).contains("77 base units", EVM_TO, "compare").doesNotContain("signed ");
    }

    @Test
    void whatCannotBe_isNamed_withItsExitCode() throws IOException {
        var pay = List.of("--to", EVM_TO, "--amount", "77").toArray(String[]::new);
        var good = ethereum(4);
        refused(transfer(ecdsa, good, "risk,client", "--to", EVM_TO, "--amount", "2000000"), 1, "FUNDS: ");
        refused(transfer(ecdsa, good, "client,backup", pay), 1, "refused");
        refused(transfer(ecdsa, good, "nobody", pay), 1, "no node called nobody");
        refused(transfer(ecdsa, good, "risk,client", "consolidate"), 1, "WISH: ");
        refused(transfer(ecdsa, good, "risk,client", "--to", EVM_TO), 2, "--amount is missing: pay needs it");
        refused(transfer(ecdsa, good, "risk,client", "--to", SOLANA_TO, "--amount", "1"), 2, "--to is no address");
        refused(
                transfer(ecdsa, state("eip155:1", "\"balance\": 1"), "risk,client", pay),
                2,
                "the field \"nonceMined\" is missing");
        refused(transfer(edwards, good, "risk,client", pay), 2, "is no public key of eip155:31337");
        refused(transfer(ecdsa, directory.resolve("nowhere").toString(), "risk,client", pay), 3, "nowhere");
        var solana = state(SOLANA, "\"balance\": 5000000000");
        var words = List.of("--rpc", "http://127.0.0.1:1", "--to", SOLANA_TO, "--amount", "1")
                .toArray(String[]::new);
        refused(transfer(edwards, solana, "risk,client", words), 1, "--rpc is an endpoint of EVM chains");
    }
}
