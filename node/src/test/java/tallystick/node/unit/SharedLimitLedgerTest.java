package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

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
