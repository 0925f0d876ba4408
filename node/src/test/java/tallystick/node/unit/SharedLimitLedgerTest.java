package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.policy.limit.Counters;
import tallystick.node.kit.CountingProcess;
import tallystick.node.kit.NodePrograms;
import tallystick.node.kit.RacingProcess;
import tallystick.node.kit.TrialDatabase;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.Reservation;
import tallystick.node.ledger.StoreUnavailable;

/// All that holds of a ledger in a file holds of one in a database; and between several over one database.
@DisplayName("What ledgers over one database count for limits, docs/spec/share-store.md")
class SharedLimitLedgerTest extends LimitLedgerTest {
    @TempDir
    static Path home;

    private static TrialDatabase database;

    private final Map<String, String> places = new TreeMap<>();

    @BeforeAll
    static void start() throws IOException {
        database = TrialDatabase.start(home);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Override
    String place(String name) throws StoreUnavailable {
        var known = places.get(name);
        if (known != null) return known;
        try {
            var made = database.fresh();
            places.put(name, made);
            return made;
        } catch (SQLException e) {
            throw new StoreUnavailable("make a database", e);
        }
    }

    @Override
    Ledger open(String place) throws StoreUnavailable {
        return TrialDatabase.open(place);
    }

    private static BigDecimal counted(Ledger ledger) throws StoreUnavailable {
        ledger.refresh();
        return ledger.counters().entries(CountingProcess.COUNT).stream()
                .map(Counters.Entry::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Reservation> race(List<Ledger> ledgers, int requests, int amount) throws InterruptedException {
        var calls = new ArrayList<Callable<Reservation>>();
        for (var i = 0; i < requests; i++) {
            var number = i;
            var ledger = ledgers.get(i % ledgers.size());
            calls.add(() -> CountingProcess.reserve(ledger, number, amount));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls).stream()
                    .map(each -> each.resultNow())
                    .toList();
        }
    }

    /// Another Java, as a replica on another machine is, which shares nothing but the database.
    private static final class Racer implements AutoCloseable {
        private final Process process;
        private final BufferedReader said;

        Racer(String place, int first, int count, int amount) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            NodePrograms.classPath(),
                            RacingProcess.class.getName(),
                            place,
                            Integer.toString(first),
                            Integer.toString(count),
                            Integer.toString(amount))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            said = process.inputReader();
        }

        void isReady() throws IOException {
            assertThat(said.readLine()).isEqualTo("ready");
        }

        void go() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        /// All it says until it is done.
        List<String> results() throws IOException {
            var results = new ArrayList<String>();
            for (var line = said.readLine(); !"done".equals(line); line = said.readLine()) {
                if (line == null) throw new IOException("the process ended");
                results.add(line);
            }
            return results;
        }

        void awaitFirst() throws IOException {
            for (var line = said.readLine(); line != null; line = said.readLine())
                if (line.startsWith("Fresh ")) return;
        }

        /// As SIGKILL does it: nothing is tidied up.
        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    @Test
    void fiftyRequestsOfTenPercent_overTwoRealProcesses_useTheWholeLimitAndNoMore() throws Exception {
        var place = place("real");
        open(place).close();
        try (var one = new Racer(place, 0, 25, 10);
                var other = new Racer(place, 25, 25, 10)) {
            one.isReady();
            other.isReady();
            one.go();
            other.go();
            var results = new ArrayList<>(one.results());
            results.addAll(other.results());
            assertThat(results).hasSize(50).doesNotHaveDuplicates();
            assertThat(results).filteredOn(each -> each.startsWith("Fresh ")).hasSize(10);
            assertThat(results).filteredOn(each -> each.startsWith("Exceeded ")).hasSize(40);
        }
        try (var left = open(place)) {
            assertThat(counted(left)).isEqualTo(BigDecimal.valueOf(CountingProcess.MAX));
            assertThat(CountingProcess.reserve(left, 50, 1)).isInstanceOf(Reservation.Exceeded.class);
        }
    }

    @Test
    @SuppressWarnings("try") // closing is what kills it
    void processThatIsKilledInTheMiddleOfARace_leavesACountThatHoldsTheLimitForTheOther() throws Exception {
        var place = place("torn");
        open(place).close();
        try (var one = new Racer(place, 0, 25, 7);
                var other = new Racer(place, 25, 25, 7)) {
            one.isReady();
            other.isReady();
            one.go();
            one.awaitFirst();
            other.go();
            one.close();
            var results = other.results();
            assertThat(results).hasSize(25).allMatch(each -> each.startsWith("Fresh ") || each.startsWith("Exceeded "));
        }
        try (var left = open(place)) {
            var counted = counted(left).intValueExact();
            assertThat(counted).isPositive().isLessThanOrEqualTo(CountingProcess.MAX);
            assertThat(counted % 7).isZero();
            var rest = CountingProcess.MAX - counted;
            assertThat(CountingProcess.reserve(left, 50, rest + 1)).isInstanceOf(Reservation.Exceeded.class);
            if (rest > 0) assertThat(CountingProcess.reserve(left, 51, rest)).isInstanceOf(Reservation.Fresh.class);
            assertThat(CountingProcess.reserve(left, 52, 1)).isInstanceOf(Reservation.Exceeded.class);
        }
    }

    @Test
    void fiftyRequestsOfSixtyPercent_overTwoProcesses_passOnce() throws Exception {
        var place = place("race");
        try (var one = open(place);
                var other = open(place)) {
            var made = race(List.of(one, other), 50, 60);
            assertThat(made).hasSize(50);
            assertThat(made).filteredOn(Reservation.Fresh.class::isInstance).hasSize(1);
            assertThat(made).filteredOn(Reservation.Exceeded.class::isInstance).hasSize(49);
            assertThat(counted(one)).isEqualTo(BigDecimal.valueOf(60)).isEqualTo(counted(other));
        }
    }

    @Test
    void fiftyRequestsOfTenPercent_overThreeProcesses_useTheWholeLimitAndNoMore() throws Exception {
        var place = place("whole");
        try (var one = open(place);
                var other = open(place);
                var third = open(place)) {
            var made = race(List.of(one, other, third), 50, 10);
            assertThat(made).filteredOn(Reservation.Fresh.class::isInstance).hasSize(10);
            assertThat(made).filteredOn(Reservation.Exceeded.class::isInstance).hasSize(40);
            assertThat(counted(third)).isEqualTo(BigDecimal.valueOf(CountingProcess.MAX));
        }
    }
}
