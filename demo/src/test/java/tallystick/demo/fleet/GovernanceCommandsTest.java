package tallystick.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.secret.SecretMemory;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("tallystick governance, freeze and unfreeze, with signer nodes as processes")
class GovernanceCommandsTest {
    private static final String NO_ID = "00".repeat(32);

    @TempDir
    static Path directory;

    private static final SecretMemory HOME = SecretMemory.open();

    private static Fleet fleet;

    @BeforeAll
    static void begin() throws Exception {
        var node = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                "tallystick.node.boot.Main");
        fleet = Fleet.start(directory.resolve("fleet"), node, HOME);
        fleet.startNode(Fleet.JOINER);
        fleet.awaitReady(
                fleet.roster().nodes().stream().map(member -> member.name()).toList());
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

    private static String id(OperatorCommand ran) {
        return ran.lines().getFirst().split(" ", 2)[1];
    }

    private static String policy(int version, String further) throws IOException {
        var first = Files.readString(fleet.file("policy.json"));
        var text = first.replace("\"version\": 1", "\"version\": " + version)
                .replace("\"rules\": [", "\"rules\": [" + further);
        return Files.writeString(Files.createTempFile(directory, "policy", ".json"), text)
                .toString();
    }

    /// One story, since every step stands on the one before; its nodes start once.
    @Test
    void workspace_begins_isChangedAndFrozen_byWhatPeopleType() throws Exception {
        begins();
        var change = proposes();
        approves(change);
        freezes();
        refusesWhatCannotBe();
    }

    private static void begins() throws Exception {
        var administration = Administration.of(fleet);
        done(as("ann", "governance", "status"));
        administration.begin();
        var status = done(as("ann", "governance", "status", "--json"));
        var nodes = new JsonMapper().readTree(status.text()).path("nodes");
        assertThat(nodes.size()).isEqualTo(fleet.roster().nodes().size());
        for (var node : nodes) assertThat(node.path("policy").asString()).hasSize(64);
        var again = fleet.file("genesis").toString();
        done(as("ann", "governance", "begin", again));
        var other = directory.resolve("other-genesis");
        var made = done(OperatorCommand.run(
                "governance",
                "genesis",
                "--people",
                fleet.file("people.json").toString(),
                "--policy",
                fleet.file("policy.json").toString(),
                "--out",
                other.toString(),
                "--roster",
                fleet.rosterFile().toString()));
        assertThat(made.text()).contains("person u:ann").contains("./tallystick node accept --dir DIR " + id(made));
        refused(as("ann", "governance", "begin", other.toString()), "in a workspace already");
    }

    private static String proposes() throws IOException {
        var tighter = policy(2, "{\"id\": \"no-code\", \"effect\": \"DENY\", \"activity\": [\"CONTRACT_DEPLOY\"]},");
        refused(
                as("ann", "governance", "propose", "--as", "u:ann", "--policy", policy(3, ""), "--reason", "r"),
                "malformed document");
        var proposed = done(
                as("ann", "governance", "propose", "--as", "u:ann", "--policy", tighter, "--reason", "less is more"));
        assertThat(proposed.text()).contains("1 more of admins");
        var removal = as("ann", "governance", "propose", "--as", "u:ann", "--remove-node", "nobody", "--reason", "r");
        refused(removal, "has no node called nobody");
        var glass = as("ann", "governance", "propose", "--as", "u:ann", "--break-glass", "--reason", "r");
        refused(glass, "no emergency policy in force");
        var book = Files.writeString(directory.resolve("book.json"), """
                {"entries": [{"chain": "eip155:1", "address": "0xf89d7b9c864f589bbF53a82105107622B35EaA40",
                  "label": "Acme", "counterparty": "acme", "addedAt": "2026-11-21T00:00:00Z", "addedBy": "u:ann"}]}""");
        var late = Instant.now().plus(25, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        done(as(
                "ann",
                "governance",
                "propose",
                "--as",
                "u:ann",
                "--book",
                book.toString(),
                "--effective",
                late.toString(),
                "--reason",
                "a supplier"));
        return id(proposed);
    }

    private static void approves(String change) throws Exception {
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
        var approved = done(as("bo", "governance", "approve", change, "--as", "u:bo", "--yes"));
        assertThat(approved.text())
                .contains("proposed by u:ann")
                .contains("less is more")
                .contains("TIGHTENS")
                .contains("TIGHTEN: rule no-code added");
        done(as("bo", "governance", "activate", change, "--for", "180"));
    }

    private static void freezes() {
        var frozen = done(as("bo", "freeze", "--everything", "--as", "u:bo", "--reason", "a drill"));
        assertThat(done(as("ann", "governance", "status")).text()).contains("FROZEN workspace by u:bo: a drill");
        var ended = done(as("ann", "unfreeze", id(frozen), "--as", "u:ann", "--reason", "the drill is over"));
        var shown = done(as("bo", "governance", "approve", id(ended), "--as", "u:bo", "--yes"));
        assertThat(shown.text()).contains("ends the freeze " + id(frozen)).contains("waits until");
    }

    private static void refusesWhatCannotBe() throws IOException {
        var forbids = policy(3, "{\"id\": \"never\", \"effect\": \"DENY\", \"activity\": [\"POLICY_CHANGE\"]},");
        refused(
                as("ann", "governance", "propose", "--as", "u:ann", "--policy", forbids, "--reason", "r"),
                "ungovernable");
        var nobody = as("ann", "freeze", "--everything", "--as", "u:nobody", "--reason", "r");
        refused(nobody, "nobody who may freeze");
        var wrong = as("ann", "freeze", "--vault", "No Vault", "--as", "u:ann", "--reason", "r");
        refused(wrong, "what is to be frozen");
        for (var command : List.of("governance", "freeze", "unfreeze"))
            assertThat(OperatorCommand.run(command, "--help").text()).contains("Usage: tallystick " + command);
    }
}
