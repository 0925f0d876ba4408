package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.registry.Chains;
import tallystick.core.court.Ruling;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.documents.Documents;
import tallystick.node.gate.Bench;
import tallystick.node.gate.Gate;
import tallystick.node.gate.Verdict;
import tallystick.node.kit.LoneDocuments;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialChain;
import tallystick.node.kit.TrialDatabase;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;
import tallystick.node.rounds.HeldKey;

/// What one process of a participant let through, the other counts; and a freeze by one holds in both.
@DisplayName("Many requests at two processes over one database, docs/spec/court.md CO-14, docs/spec/policy.md PO-9")
class SharedBurstTest {
    private static final List<String> NODES = List.of("alpha", "bravo", "charlie");
    private static final String ONE_AN_HOUR = """
        , {"id": "burst", "effect": "LIMIT", "activity": ["MESSAGE"], "limit": {"measure": "COUNT", "max": "1",
           "window": {"type": "ROLLING", "length": "PT1H"}, "onExceed": {"effect": "DENY", "freeze": "WORKSPACE"}}}\
        """;

    @TempDir
    Path directory;

    @TempDir
    Path home;

    private TrialFleet fleet;
    private TrialPeople people;
    private KeyCard key;
    private TrialDatabase database;
    private String address;

    @BeforeEach
    void start() throws IOException, StoreUnavailable, SQLException {
        fleet = new TrialFleet(directory, NODES);
        people = new TrialPeople(fleet, NODES);
        key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", NODES);
        people.begin(TrialPeople.policy(1, ONE_AN_HOUR));
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
        private final Gate gate;

        /// @param met where it waits once, after it let its first request through
        Running(String name, CyclicBarrier met) throws IOException, StoreUnavailable {
            var clock = InstantSource.system();
            var identity = fleet.identity("alpha");
            var own = new Documents.Own(
                    "alpha",
                    identity.key(),
                    fleet::roster,
                    () -> Optional.of(people.genesis().hash()));
            log = FileLog.open(home.resolve(name), identity, clock);
            documents = Documents.open(own, ledger, log, log::tiles, LoneDocuments.NOBODY, clock);
            var isFirst = new AtomicBoolean(true);
            gate = new Gate(
                            fleet::roster,
                            Chains.of(List.of(new TrialChain())),
                            Knowledge.none(),
                            id -> fleet.node("alpha").keys().held(id).map(HeldKey::key),
                            clock,
                            ledger,
                            Gate.Networks.ALSO_TEST)
                    .with(new Bench("alpha", documents, ledger, log, clock, (_, _, _, ruling) -> {
                        if (ruling instanceof Ruling.Allowed && isFirst.compareAndSet(true, false)) Patience.at(met);
                        return () -> {};
                    }));
        }

        Callable<Verdict> deciding(SignRequest request) {
            var held = fleet.node("alpha").keys().held(key.id(), request.signers());
            return () -> gate.decide(request, held.map(HeldKey::key));
        }

        @Override
        public void close() {
            ledger.close();
            log.close();
        }
    }

    private SignRequest request() {
        return fleet.request(key.id(), Algorithm.ED25519, Bytes.copyOf(new byte[32]), List.of("alpha", "bravo"));
    }

    private GovernanceOrder genesis() {
        var genesis = people.genesis();
        return new GovernanceOrder.TakeGenesis(new SignedGenesis(
                genesis,
                NODES.stream()
                        .map(name -> fleet.identity(name).key().sign(genesis.hash()))
                        .toList()));
    }

    private static void assertRefused(Verdict.Why why, String said, Verdict verdict) {
        var refused = assertInstanceOf(Verdict.Refuse.class, verdict);
        assertThat(refused.why()).isEqualTo(why);
        assertThat(refused.said()).contains(said);
    }

    @Test
    void twoAtOnce_whereOneMayBe_signOne_andFreezeBothProcesses() throws Exception {
        var met = new CyclicBarrier(2);
        try (var one = new Running("one", met);
                var other = new Running("other", met)) {
            one.documents.follow("an operator", genesis());
            List<Verdict> verdicts;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                verdicts = threads.invokeAll(List.of(one.deciding(request()), other.deciding(request()))).stream()
                        .map(each -> each.resultNow())
                        .toList();
            }
            assertThat(verdicts).filteredOn(Verdict.Sign.class::isInstance).hasSize(1);
            for (var verdict : verdicts)
                if (!(verdict instanceof Verdict.Sign))
                    assertRefused(Verdict.Why.DENIED, "the workspace is to be frozen", verdict);
            for (var process : List.of(one, other))
                assertRefused(
                        Verdict.Why.FROZEN,
                        "the workspace by s:alpha",
                        process.deciding(request()).call());
        }
    }
}
