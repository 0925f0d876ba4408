package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.node.documents.Authority;
import tallystick.node.documents.Documents;
import tallystick.node.kit.LoneDocuments;
import tallystick.node.kit.TrialDatabase;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;

/// Two processes of one node over one database judge by the same documents, whichever of them heard of a change.
@DisplayName("Governed documents in a database that processes share, docs/spec/share-store.md SS-14")
class SharedDocumentsTest {
    private static final List<String> NODES = List.of("alpha", "bravo", "charlie");

    @TempDir
    Path directory;

    @TempDir
    Path home;

    private TrialFleet fleet;
    private TrialPeople people;
    private TrialDatabase database;
    private String address;

    @BeforeEach
    void start() throws IOException, StoreUnavailable, SQLException {
        fleet = new TrialFleet(directory, NODES);
        people = new TrialPeople(fleet, NODES);
        database = TrialDatabase.start(home);
        address = database.fresh();
    }

    @AfterEach
    void close() throws IOException {
        database.close();
        people.close();
        fleet.close();
    }

    /// One process of alpha, with a log of its own.
    private final class Running implements AutoCloseable {
        private final Ledger ledger = TrialDatabase.open(address);
        private final FileLog log;
        private final Documents documents;

        Running(String name) throws IOException, StoreUnavailable {
            var clock = InstantSource.system();
            var own = new Documents.Own(
                    "alpha",
                    fleet.identity("alpha").key(),
                    fleet::roster,
                    () -> Optional.of(people.genesis().hash()));
            log = FileLog.open(home.resolve(name), fleet.identity("alpha"), clock);
            documents = Documents.open(own, ledger, log, log::tiles, LoneDocuments.NOBODY, clock);
        }

        @Override
        public void close() {
            ledger.close();
            log.close();
        }
    }

    private GovernanceOrder genesis() {
        var genesis = people.genesis();
        return new GovernanceOrder.TakeGenesis(new SignedGenesis(
                genesis,
                NODES.stream()
                        .map(name -> fleet.identity(name).key().sign(genesis.hash()))
                        .toList()));
    }

    @Test
    void genesisAndFreezeThatOneProcessTook_holdInTheOtherBeforeItJudges() throws Exception {
        try (var one = new Running("one");
                var other = new Running("other")) {
            assertInstanceOf(Authority.NoWorkspace.class, other.documents.authority());
            one.documents.follow("an operator", genesis());
            var before = assertInstanceOf(Authority.Judges.class, other.documents.authority());
            assertThat(before.by().freezes().standing()).isEmpty();
            var order = new GovernanceOrder.Freeze(people.freeze("cy", new FreezeScope.Workspace()));
            assertInstanceOf(GovernanceReply.Followed.class, one.documents.follow("an operator", order));
            var after = assertInstanceOf(Authority.Judges.class, other.documents.authority());
            assertThat(after.by().freezes().standing()).hasSize(1);
            assertThat(other.documents.follow("an operator", order))
                    .isEqualTo(new GovernanceReply.Followed(false, "frozen"));
        }
    }

    @Test
    void genesisThatSomebodyDeletes_freesNoProcessFromItsPolicy() throws Exception {
        try (var one = new Running("one");
                var other = new Running("other")) {
            one.documents.follow("an operator", genesis());
            assertInstanceOf(Authority.Judges.class, other.documents.authority());
            TrialDatabase.say(address, "DELETE FROM kept; UPDATE turn SET number = number + 1");
            for (var process : List.of(one, other))
                assertInstanceOf(Authority.Awaiting.class, process.documents.authority());
        }
    }

    @Test
    void databaseThatIsGone_letsNothingBeJudged() throws Exception {
        try (var one = new Running("one")) {
            one.documents.follow("an operator", genesis());
            database.close();
            assertThrows(StoreUnavailable.class, () -> one.documents.authority());
            assertThat(one.documents.follow("an operator", genesis())).isInstanceOf(GovernanceReply.Refused.class);
        }
    }
}
