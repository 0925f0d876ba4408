package tallystick.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.clear.ComparisonCode;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("tallystick governance, freeze and unfreeze: docs/runbook/governance.md as people type it")
class GovernanceCommandsTest {
    private static final String NO_ID = "00".repeat(32);
    private static final List<String> NODES = List.of("risk", "client", "backup");
    private static final List<String> PEOPLE = List.of("ann", "bo", "cy", "spare");
    private static final String POLICY = """
        {"schema": "tallystick.policy/v1", "id": "story", "version": 1, "scope": {"org": "story"},
         "effectiveFrom": "2026-01-01T00:00:00Z",
         "groups": {"admins": {"members": ["u:ann", "u:bo", "u:cy"]}},
         "rules": [
          {"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER"]},
          {"id": "govern", "effect": "REQUIRE", "activity": ["POLICY_CHANGE", "USER_ROLE_CHANGE", "UNFREEZE"],
           "approvals": [{"group": "admins", "min": 2, "authStrength": "API_KEY", "excludeInitiator": false}]}]}
        """;

    private static final String BOOK = """
        {"entries": [{"chain": "eip155:1", "address": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
          "label": "Contoso Ltd", "counterparty": "contoso", "addedAt": "2026-01-01T00:00:00Z", "addedBy": "u:ann"}]}
        """;
    private static final String NO_CODE =
            "{\"id\": \"no-code\", \"effect\": \"DENY\", \"activity\": [\"CONTRACT_DEPLOY\"]},";

    @TempDir
    Path directory;

    private GovernedDoors fleet;

    @BeforeEach
    void start() throws Exception {
        fleet = new GovernedDoors(directory, NODES, PEOPLE);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private OperatorCommand as(String who, String... words) throws IOException {
        var all = new ArrayList<>(List.of(words));
        all.addAll(fleet.as(who));
        all.addAll(List.of("--wait", "120"));
        return OperatorCommand.run(all.toArray(String[]::new));
    }

    private OperatorCommand proposed(String who, String reason, String... words) throws IOException {
        var all = new ArrayList<>(List.of("governance", "propose", "--as", "u:" + who, "--reason", reason));
        all.addAll(List.of(words));
        return as(who, all.toArray(String[]::new));
    }

    private OperatorCommand approved(String who, String change) throws IOException {
        return done(as(who, "governance", "approve", change, "--as", "u:" + who, "--yes"));
    }

    private static OperatorCommand done(OperatorCommand ran) {
        assertThat(ran.exit()).as(ran.text()).isZero();
        return ran;
    }

    private static void refused(OperatorCommand ran, String why) {
        assertThat(ran.exit()).as(ran.text()).isEqualTo(1);
        assertThat(ran.text()).contains(why);
    }

    private static String id(OperatorCommand ran) {
        return ran.lines().getFirst().split(" ", 2)[1];
    }

    private String written(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private String policy(int version, String further) throws IOException {
        return written(
                "policy-%d.json".formatted(version),
                POLICY.replace("\"version\": 1", "\"version\": " + version)
                        .replace("\"rules\": [", "\"rules\": [" + further));
    }

    /// The moment from which on what loosens may be in force.
    private String in(Duration time) {
        return fleet.now().plus(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private ObjectNode people() throws IOException {
        var shown = done(as("ann", "governance", "show", "people", "--json"));
        return (ObjectNode) new JsonMapper().readTree(shown.text());
    }

    private String person(String name) {
        return """
            {"id": "u:%s", "human": "h:%s", "name": "%s", "rights": ["initiate", "approve", "freeze", "propose"],
             "keys": [{"card": "%s"},
              {"passkey": {"credential": "%s", "ed25519": "%s", "relyingParty": "custody.example.org",
               "origins": ["https://custody.example.org"], "deviceBound": true}}]}\
            """.formatted(name, name, name, fleet.card(name), fleet.passkeyName(name), fleet.passkey(name));
    }

    private void begins() throws IOException {
        var people = PEOPLE.subList(0, 3).stream()
                .map(this::person)
                .collect(Collectors.joining(",", "{\"people\": [", "]}"));
        written("people.json", people);
        written("book.json", BOOK);
        var made = genesis("genesis");
        assertThat(made.text()).contains("Contoso Ltd");
        var workspace = id(made);
        refused(as("ann", "governance", "begin", file("genesis")), "./tallystick node accept --dir DIR " + workspace);
        for (var node : NODES) fleet.accept(node, workspace);
        assertThat(done(as("ann", "governance", "begin", file("genesis"))).text())
                .contains("the workspace has begun");
        done(as("ann", "governance", "begin", file("genesis")));
    }

    private void beginsNothingElse() throws IOException {
        genesis("other");
        refused(as("ann", "governance", "begin", file("other")), "in a workspace already");
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private OperatorCommand genesis(String out) throws IOException {
        return done(OperatorCommand.run(
                "governance",
                "genesis",
                "--people",
                file("people.json"),
                "--policy",
                policy(1, ""),
                "--book",
                file("book.json"),
                "--out",
                file(out),
                "--roster",
                file("roster")));
    }

    @Test
    void workspace_begins_isTightenedByTwo_andFrozenByOne() throws IOException {
        begins();
        var tighter = policy(2, NO_CODE);
        var change = done(proposed("ann", "less is more", "--policy", tighter));
        assertThat(change.text()).contains("1 more of admins");
        var code = ComparisonCode.ofHash(Digest32.ofHex(id(change)));
        assertThat(approved("bo", id(change)).text()).contains("compare " + code, "TIGHTEN: rule no-code added");
        done(as("bo", "governance", "activate", id(change), "--for", "180"));
        done(as("bo", "freeze", "--everything", "--as", "u:bo", "--reason", "a drill"));
        assertThat(done(as("bo", "governance", "status")).text()).contains("FROZEN workspace by u:bo: a drill");
    }

    @Tag("slow")
    @Test
    void policy_isProposedShownApprovedAndJudgedBy() throws IOException {
        done(as("ann", "governance", "status"));
        begins();
        beginsNothingElse();
        var tighter = policy(2, NO_CODE);
        refused(proposed("ann", "r", "--policy", policy(3, "")), "is version 3, and the next is 2");
        var change = done(proposed("ann", "less is more", "--policy", tighter));
        assertThat(change.text()).contains("1 more of admins");
        refused(proposed("ann", "r", "--remove-node", "nobody"), "has no node called nobody");
        refused(proposed("ann", "r", "--break-glass"), "no emergency policy in force");
        refusesAnswers(id(change));
        assertThat(approved("bo", id(change)).text())
                .contains("proposed by u:ann", "less is more", "TIGHTENS", "TIGHTEN: rule no-code added");
        done(as("bo", "governance", "activate", id(change), "--for", "180"));
        assertThat(done(as("bo", "governance", "show", "policy")).text()).contains("policy version 2", "DENY no-code");
        var forbids = policy(3, "{\"id\": \"never\", \"effect\": \"DENY\", \"activity\": [\"POLICY_CHANGE\"]},");
        refused(proposed("ann", "r", "--policy", forbids), "ungovernable");
        refused(as("ann", "governance", "show", "nothing"), "no document is called that");
        for (var document : List.of("people", "roster", "address-book", "fact-keys"))
            done(as("bo", "governance", "show", document));
        assertThat(done(as("bo", "governance", "show", "address-book")).text()).contains("Contoso Ltd");
        placesAreNamed();
    }

    private void placesAreNamed() throws IOException {
        var vaultPolicy = POLICY.replace("\"story\"", "\"cold\"")
                .replace("{\"org\": \"cold\"}", "{\"org\": \"story\", \"workspace\": \"main\", \"vault\": \"cold\"}");
        var places = new JsonMapper().createObjectNode();
        var vault = places.putArray("vaults").addObject().put("name", "cold").put("workspace", "main");
        vault.put("tier", "cold").putArray("tags").add("treasury");
        vault.putArray("keys").add("0c".repeat(32));
        vault.putArray("wallets")
                .addObject()
                .put("name", "payroll")
                .put("key", "0c".repeat(32))
                .put("path", "0/4");
        places.putArray("nodes")
                .addObject()
                .put("name", "risk")
                .putArray("roles")
                .add("risk");
        places.putArray("policies").add(vaultPolicy);
        var file = written("places.json", places.toString());
        var change = done(proposed("ann", "vaults", "--places", file, "--effective", in(Duration.ofHours(25))));
        assertThat(approved("bo", id(change)).text())
                .contains(
                        "LOOSENS",
                        "+ vault cold keeps key 0c0c",
                        "+ node risk is [risk]",
                        "+ policy cold: REQUIRE govern");
        fleet.pass(Duration.ofHours(26));
        done(as("ann", "governance", "activate", id(change), "--for", "180"));
        var shown = new JsonMapper()
                .readTree(done(as("ann", "governance", "show", "places", "--json"))
                        .text());
        assertThat(shown.path("vaults")).isEqualTo(places.path("vaults"));
        assertThat(shown.path("nodes")).isEqualTo(places.path("nodes"));
        assertThat(shown.path("policies").size()).isEqualTo(1);
        assertThat(done(as("bo", "governance", "show", "places")).text()).contains("vault cold has wallet payroll");
    }

    private void refusesAnswers(String change) throws IOException {
        var before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("no\n".getBytes(StandardCharsets.UTF_8)));
            refused(as("bo", "governance", "approve", change, "--as", "u:bo"), "not signed");
        } finally {
            System.setIn(before);
        }
        refused(as("bo", "governance", "approve", change, "--as", "u:bo", "--json"), "--json cannot ask");
        refused(as("bo", "governance", "approve", NO_ID, "--as", "u:bo", "--yes"), "no node knows the change");
        refused(as("bo", "governance", "approve", "x", "--as", "u:bo", "--yes"), "64 hex digits");
    }

    @Tag("slow")
    @Test
    void lostKey_isFrozenSuspendedAndReplaced_andTheFreezeEnds() throws IOException {
        begins();
        refused(as("ann", "freeze", "--everything", "--as", "u:nobody", "--reason", "r"), "nobody who may freeze");
        refused(as("ann", "freeze", "--vault", "No Vault", "--as", "u:ann", "--reason", "r"), "what is to be frozen");
        var freeze = done(as("bo", "freeze", "--initiator", "u:cy", "--as", "u:bo", "--reason", "cy's laptop"));
        assertThat(done(as("ann", "governance", "status")).text()).contains("FROZEN initiator u:cy by u:bo: cy's");
        var people = people();
        var cy = (ObjectNode) people.path("people").path(2);
        ((ObjectNode) cy.path("keys").path(0)).put("revoked", true);
        var revoked = done(proposed("bo", "a lost key", "--people", written("revoked.json", people.toString())));
        assertThat(approved("ann", id(revoked)).text()).contains("TIGHTENS", "revoked");
        done(as("ann", "governance", "activate", id(revoked), "--for", "180"));

        people = people();
        cy = (ObjectNode) people.path("people").path(2);
        ((ArrayNode) cy.path("keys")).addObject().put("card", fleet.card("spare"));
        var next = written("next.json", people.toString());
        refused(proposed("bo", "r", "--people", next, "--effective", in(Duration.ofHours(1))), "too soon");
        // A day and ten minutes from now on.
        var renewed = done(proposed("bo", "a new key", "--people", next));
        assertThat(approved("ann", id(renewed)).text()).contains("LOOSENS");
        fleet.pass(Duration.ofHours(26));
        done(as("ann", "governance", "activate", id(renewed), "--for", "180"));

        var ended = done(as("ann", "unfreeze", id(freeze), "--as", "u:ann", "--reason", "a new laptop"));
        var shown = approved("bo", id(ended));
        assertThat(shown.text()).contains("ends the freeze " + id(freeze)).contains("waits until");
        assertThat(done(as("ann", "governance", "status")).text()).contains("FROZEN");
        fleet.pass(Duration.ofHours(2));
        awaitUnfrozen();
    }

    /// Each node ends it by itself, at its next tick.
    private void awaitUnfrozen() throws IOException {
        var begin = System.nanoTime();
        while (done(as("ann", "governance", "status")).text().contains("FROZEN"))
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(3));
    }

    @Tag("slow")
    @Test
    void roster_losesANodeThatIsGone_andGetsAMember() throws IOException {
        begins();
        fleet.silence("backup");
        var removal = proposed("ann", "it burned", "--remove-node", "backup", "--effective", in(Duration.ofHours(49)));
        assertThat(removal.text()).contains("backup       refused: this node hears nothing");
        for (var who : List.of("bo", "cy")) {
            var ran = as(who, "governance", "approve", id(removal), "--as", "u:" + who, "--yes");
            assertThat(ran.text()).contains("REMOVES a node, without its word", "- node backup");
        }
        fleet.pass(Duration.ofHours(50));
        done(as("ann", "governance", "activate", id(removal), "--for", "180"));
        assertThat(as("ann", "governance", "show", "roster").text())
                .contains("roster version 2")
                .doesNotContain("node backup");
    }
}
