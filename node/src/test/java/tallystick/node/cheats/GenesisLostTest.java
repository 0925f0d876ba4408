package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Assertions;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.documents.Documents;
import tallystick.node.documents.GenesisLost;
import tallystick.node.kit.LoneDocuments;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("A node that lost its genesis, docs/spec/documents.md ND-1")
class GenesisLostTest {
    private static final List<String> TWO = List.of("alpha", "bravo");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private Path ledger() {
        return fleet.disk("alpha").resolve("ledger.db");
    }

    private void deleteLedger() throws IOException {
        for (var name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm"))
            Files.deleteIfExists(fleet.disk("alpha").resolve(name));
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    /// Opens what alpha has on its disk, as its start does.
    private Optional<String> opened() throws IOException, StoreUnavailable {
        return LoneDocuments.opened(
                fleet,
                "alpha",
                log -> log,
                Assertions.VERIFIED,
                documents -> documents.required().map(Object::toString));
    }

    private void lost(String why) {
        assertThat(assertThrows(GenesisLost.class, this::opened)).hasMessageContaining(why);
    }

    @Test
    void ledgerThatIsGone_keepsTheNodeFromStarting() throws Exception {
        var workspace = people.begin(TrialPeople.policy(1, ""));
        fleet.stop("alpha");
        deleteLedger();
        lost("took the genesis of the workspace " + workspace);
    }

    @Test
    void rowOfTheGenesisThatIsGone_keepsTheNodeFromStarting() throws Exception {
        people.begin(TrialPeople.policy(1, ""));
        fleet.stop("alpha");
        change("DELETE FROM kept WHERE kind IN (1, 9)");
        lost("took the genesis of the workspace");
    }

    @Test
    void rowsOfAWorkspaceWithoutItsGenesis_keepTheNodeFromStarting() throws Exception {
        fleet.stop("alpha");
        assertThat(opened()).isEmpty();
        for (var kind = 2; kind <= 8; kind++) {
            change("INSERT INTO kept (kind, id, millis, body) VALUES (%d, x'00', 0, x'')".formatted(kind));
            lost("1 rows of its ledger are of a workspace");
            change("DELETE FROM kept");
        }
    }

    @Test
    void nodeThatDiedBetweenItsLogAndItsLedger_takesTheSameGenesisAgain() throws Exception {
        var workspace = people.begin(TrialPeople.policy(1, ""));
        fleet.stop("alpha");
        change("DELETE FROM kept WHERE kind = 1");
        assertThat(opened()).contains(workspace.toString());
    }

    @Test
    void nodeThatRequiresAGenesis_signsNothingAndTakesNoOther() throws Exception {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        var request = fleet.request(key.id(), Algorithm.ED25519, MESSAGE, TWO);
        var genesis = people.genesis();
        fleet.stop("alpha");
        try (var ledger = Ledger.open(ledger())) {
            Documents.require(ledger, genesis.hash(), Instant.EPOCH);
        }
        fleet.start("alpha");
        assertThat(assertInstanceOf(
                                SignReply.Refused.class,
                                fleet.node("alpha").signings().sign(request))
                        .why())
                .contains("lacks a version of a document");
        var signed = new SignedGenesis(
                genesis,
                THREE.stream()
                        .map(name -> fleet.identity(name).key().sign(genesis.hash()))
                        .toList());
        try (var others = new TrialPeople(fleet, THREE)) {
            var other = new SignedGenesis(
                    others.genesis(),
                    THREE.stream()
                            .map(name -> fleet.identity(name)
                                    .key()
                                    .sign(others.genesis().hash()))
                            .toList());
            for (var order :
                    List.of(new GovernanceOrder.TakeGenesis(other), new GovernanceOrder.SignGenesis(others.genesis())))
                assertThat(fleet.node("alpha")
                                .documents()
                                .follow("an operator", order)
                                .toString())
                        .contains("has to take the genesis of its workspace " + genesis.hash());
        }
        people.accept(genesis.hash());
        for (var name : THREE) people.follow(name, new GovernanceOrder.TakeGenesis(signed));
        assertThat(fleet.sign(fleet.request(key.id(), Algorithm.ED25519, MESSAGE, TWO))
                        .values())
                .allMatch(SignReply.Signed.class::isInstance);
        assertThat(fleet.node("alpha").documents().follow("an operator", new GovernanceOrder.Show()))
                .isInstanceOf(GovernanceReply.Shown.class);
    }
}
