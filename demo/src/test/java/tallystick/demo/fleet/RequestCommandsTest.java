package tallystick.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

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
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.tools.operator.CeremonyDesk;
import tallystick.wire.Card;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("transfer --request, request approve, request sign: docs/runbook/governance.md, with nodes as processes")
class RequestCommandsTest {
    private static final String TREE = "all(risk, 1 of (client, backup))";
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final String POLICY = """
        {"schema": "tallystick.policy/v1", "id": "story", "version": 1, "scope": {"org": "story"},
         "effectiveFrom": "2026-01-01T00:00:00Z",
         "groups": {"admins": {"members": ["u:ann", "u:bo"]}},
         "rules": [
          {"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER"]},
          {"id": "govern", "effect": "REQUIRE", "activity": ["POLICY_CHANGE", "USER_ROLE_CHANGE", "UNFREEZE"],
           "approvals": [{"group": "admins", "min": 2, "authStrength": "API_KEY", "excludeInitiator": false}]}]}
        """;
    private static final String OF_THE_VAULT = """
        {"schema": "tallystick.policy/v1", "id": "cold", "version": 1,
         "scope": {"org": "story", "workspace": "main", "vault": "cold"},
         "effectiveFrom": "2026-01-01T00:00:00Z",
         "groups": {"admins": {"members": ["u:ann", "u:bo"]}},
         "rules": [
          {"id": "any", "effect": "ALLOW", "activity": ["TRANSFER"]},
          {"id": "ask", "effect": "REQUIRE", "activity": ["TRANSFER"],
           "approvals": [{"group": "admins", "min": 1, "authStrength": "API_KEY"}]}]}
        """;

    @TempDir
    static Path directory;

    private static final SecretMemory HOME = SecretMemory.open();

    private static Fleet fleet;
    private static KeyCard key;

    @BeforeAll
    static void begin() throws Exception {
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
        // Every node of the roster signs a genesis.
        fleet.startNode(Fleet.JOINER);
        var desk = new CeremonyDesk(fleet.identity("operator"), fleet.roster(), new PrintWriter(new StringWriter()));
        key = desk.generate(TREE, Scheme.ECDSA_SECP256K1);
        begin(genesis());
    }

    @AfterAll
    static void stop() {
        fleet.close();
        HOME.close();
    }

    /// What this test runs from, whoever loaded it.
    private static String classPath() {
        return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static String written(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String card(String name) {
        return Card.print(fleet.roster().named(name).orElseThrow()).strip();
    }

    private static String passkey(String name) {
        try (var made = IdentityKey.generate(new SeededEntropy(name.hashCode()), HOME)) {
            return made.verifyKey().bytes().toHex();
        }
    }

    private static String administrator(String name) {
        var credential =
                StandardHash.sha256(Bytes.ofUtf8("credential " + name)).bytes().toHex();
        var passkey = passkey(name);
        return """
            {"id": "u:%s", "human": "h:%s", "name": "%s", "rights": ["initiate", "approve", "freeze", "propose"],
             "keys": [{"card": "%s"},
              {"passkey": {"credential": "%s", "ed25519": "%s", "relyingParty": "custody.example.org",
               "origins": ["https://custody.example.org"], "deviceBound": true}}]}\
            """.formatted(name, name, name, card(name), credential, passkey);
    }

    private static String genesis() throws Exception {
        var treasurer = """
            {"id": "s:treasurer", "human": "h:tom", "name": "Treasurer", "rights": ["initiate"],
             "keys": [{"card": "%s"}]}\
            """.formatted(card("treasurer"));
        var people = "{\"people\": [%s, %s, %s]}".formatted(administrator("ann"), administrator("bo"), treasurer);
        var places = JsonMapper.shared().createObjectNode();
        var vault = places.putArray("vaults").addObject().put("name", "cold").put("workspace", "main");
        vault.put("tier", "cold").putArray("tags");
        vault.putArray("keys").add(key.id().toString());
        vault.putArray("wallets");
        places.putArray("nodes");
        places.putArray("policies").add(OF_THE_VAULT);
        var genesis = directory.resolve("genesis").toString();
        var made = done(OperatorCommand.run(
                "governance",
                "genesis",
                "--people",
                written("people.json", people),
                "--policy",
                written("policy.json", POLICY),
                "--places",
                written("places.json", places.toString()),
                "--out",
                genesis,
                "--roster",
                fleet.rosterFile().toString()));
        fleet.accept(made.lines().getFirst().replace("workspace ", ""));
        return genesis;
    }

    private static void begin(String genesis) {
        done(as("ann", "governance", "begin", genesis, "--wait", "60"));
    }

    private static OperatorCommand as(String who, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(fleet.as(who));
        return OperatorCommand.run(all.toArray(String[]::new));
    }

    private static OperatorCommand done(OperatorCommand ran) {
        assertThat(ran.exit()).as(ran.text()).isZero();
        return ran;
    }

    private static void refused(OperatorCommand ran, String why) {
        assertThat(ran.exit()).as(ran.text()).isEqualTo(1);
        assertThat(ran.text()).contains(why);
    }

    private static OperatorCommand asked(int nonce, String file) throws IOException {
        var state = written("state-%d.json".formatted(nonce), """
            {"format": "tallystick-state-1", "chain": "eip155:31337", "nonceMined": 4, "nonceNext": %d,
             "priorityFeePerGas": 1, "feePerGasMax": 10, "balance": "1000000"}\
            """.formatted(nonce));
        return as(
                "treasurer",
                "transfer",
                "pay",
                "--to",
                TO,
                "--amount",
                "77",
                "--key",
                key.id().toString().substring(0, 12),
                "--signers",
                "risk,client",
                "--state",
                state,
                "--request",
                file);
    }

    private static OperatorCommand answered(String who, String file, String... more) {
        var words = new ArrayList<>(List.of("request", "approve", file, "--as", "u:" + who, "--yes"));
        words.addAll(List.of(more));
        return as(who, words.toArray(String[]::new));
    }

    private static OperatorCommand signed(String who, String file, String... more) {
        var words = new ArrayList<>(List.of("request", "sign", file, "--signers", "risk,client"));
        words.addAll(List.of(more));
        return as(who, words.toArray(String[]::new));
    }

    private static JsonNode json(OperatorCommand ran) {
        return JsonMapper.shared().readTree(done(ran).text());
    }

    @Test
    void request_isSigned_onceSomebodyApprovedIt_andTheSameAgain() throws IOException {
        var file = directory.resolve("request").toString();
        var made = done(asked(4, file));
        assertThat(made.text()).contains("77 base units", TO, "request approve");
        refused(signed("treasurer", file), "one of admins has to approve, and nobody did");

        var shown = done(answered("bo", file));
        assertThat(shown.text()).contains("77 base units", TO, "answers so far: 0", "approved by u:bo");
        var told = json(signed("treasurer", file, "--json"));
        assertThat(told.path("format").asString()).isEqualTo("tallystick-request-1");
        var bytes = told.path("signed").asString();
        var recovered = OperatorCommand.run("decode", "--chain", "ethereum", "--json", bytes);
        var own = Address.of(Curve.SECP256K1.group().parsePoint(key.point()).orThrow());
        assertThat(JsonMapper.shared()
                        .readTree(done(recovered).text())
                        .path("recovered")
                        .path(0)
                        .asString())
                .endsWith(own.toString());
        assertThat(json(signed("operator", file, "--json")).path("signed").asString())
                .isEqualTo(bytes);
    }

    @Test
    void request_thatSomebodyRejected_isOver_alsoWithoutHisWord() throws IOException {
        var file = directory.resolve("rejected");
        done(asked(5, file.toString()));
        done(answered("bo", file.toString()));
        var approved = Files.readAllBytes(file);
        assertThat(done(answered("ann", file.toString(), "--reject")).text()).contains("rejected by u:ann");
        refused(signed("treasurer", file.toString()), "refused");
        Files.write(file, approved);
        refused(signed("treasurer", file.toString()), "refused");
    }

    @Test
    void answerOfWhoIsNotAsked_countsForNothing_andAFileThatIsAltered_isNotShown() throws IOException {
        var file = directory.resolve("altered");
        done(asked(6, file.toString()));
        refused(asked(6, file.toString()), "is there already");
        var words = List.of("request", "approve", file.toString(), "--as", "s:treasurer", "--yes", "--json");
        var json = json(as("treasurer", words.toArray(String[]::new)));
        assertThat(json.path("answers").asInt()).isEqualTo(1);
        refused(signed("treasurer", file.toString()), "and nobody did");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 1;
        Files.write(file, bytes);
        refused(answered("bo", file.toString()), "altered");
        refused(signed("treasurer", file.toString()), "altered");
    }
}
