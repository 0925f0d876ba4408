package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.node.documents.Authority;
import tallystick.node.documents.Documents;
import tallystick.node.kit.LoneDocuments;
import tallystick.node.kit.TrialDatabase;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.Dropped;
import tallystick.node.ledger.Kept;
import tallystick.node.ledger.Ledger;
import tallystick.node.log.FileLog;

@DisplayName("A workspace that is gone from a shared ledger, docs/spec/documents.md ND-1")
class SharedGenesisTest {
    private static final List<String> NODES = List.of("alpha", "bravo");

    @TempDir
    static Path home;

    private static TrialDatabase database;

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeAll
    static void startDatabase() throws IOException {
        database = TrialDatabase.start(home);
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @BeforeEach
    void start() throws Exception {
        fleet = new TrialFleet(directory, NODES);
        people = new TrialPeople(fleet, NODES);
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private static List<Kept> takenIn(Ledger ledger) throws Exception {
        ledger.refresh();
        var rows = ledger.keptAnew().orElseThrow();
        ledger.tookIn(rows);
        return rows;
    }

    /// It signs nothing, and does not become another node in the same log: what it pledged to and signed stands there.
    @Test
    void nodeWhoseSharedLedgerForgotItsWorkspace_doesNotTakeItAgainInTheSameLog() throws Exception {
        var address = database.fresh();
        var own = LoneDocuments.own(fleet, "alpha");
        var clock = InstantSource.system();
        people.begin(TrialPeople.policy(1, ""));
        var genesis = people.genesis();
        var signed = new SignedGenesis(
                genesis,
                NODES.stream()
                        .map(name -> fleet.identity(name).key().sign(genesis.hash()))
                        .toList());
        try (var ledger = TrialDatabase.open(address);
                var other = TrialDatabase.open(address);
                var log = FileLog.open(directory.resolve("other"), fleet.identity("alpha"), clock)) {
            var documents = Documents.open(own, ledger, log, log::tiles, LoneDocuments.NOBODY, clock);
            assertInstanceOf(
                    GovernanceReply.Followed.class,
                    documents.follow("an operator", new GovernanceOrder.TakeGenesis(signed)));
            assertInstanceOf(Authority.Judges.class, documents.authority());
            var rows = takenIn(other);
            assertThat(rows).isNotEmpty();
            other.keep(
                    List.of(),
                    rows.stream().map(row -> new Dropped(row.kind(), row.id())).toList());
            assertInstanceOf(Authority.Awaiting.class, documents.authority());
            var refused = assertInstanceOf(
                    GovernanceReply.Refused.class,
                    documents.follow("an operator", new GovernanceOrder.TakeGenesis(signed)));
            assertThat(refused.why()).contains("begin with another log");
            other.keep(rows);
            assertInstanceOf(Authority.Judges.class, documents.authority());
        }
    }
}
