package tallystick.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.node.kit.Patience;

@DisplayName("what the ledger wrote ahead, moved beside the commits")
class AheadTest {
    private static final int MANY_PAGES = 9_000;
    private static final int PAGE_BYTES = 4_096;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void start() {
        file = directory.resolve("ledger.db");
    }

    private Connection open() throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        execute(connection, "PRAGMA journal_mode=WAL");
        execute(connection, "PRAGMA synchronous=OFF");
        return connection;
    }

    private static void execute(Connection connection, String words) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(words);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void changes_areMovedByNoCommit_butOnceThereAreManyByTheOtherThread() throws SQLException {
        try (var committing = open();
                var ahead = Ahead.of(file, committing)) {
            execute(committing, "CREATE TABLE rows (content BLOB)");
            execute(committing, "INSERT INTO rows VALUES (zeroblob(%d))".formatted(2_000 * PAGE_BYTES));
            ahead.committed(1, committing);
            assertThat(size(file)).isLessThan(2_000 * PAGE_BYTES);
            ahead.committed(1_000, committing);
            Patience.until(() -> size(file) >= 2_000 * PAGE_BYTES);
        }
    }

    @Test
    void whatTheOtherThreadCannotMove_isMovedByTheOneThatCommits_soThatTheFileDoesNotGrowForEver() throws SQLException {
        var wal = directory.resolve("ledger.db-wal");
        try (var committing = open();
                var reading = open();
                var ahead = Ahead.of(file, committing)) {
            execute(committing, "CREATE TABLE rows (content BLOB)");
            execute(reading, "BEGIN");
            try (var statement = reading.createStatement();
                    var row = statement.executeQuery("SELECT count(*) FROM rows")) {
                assertThat(row.next()).isTrue();
            }
            execute(committing, "INSERT INTO rows VALUES (zeroblob(%d))".formatted(MANY_PAGES * PAGE_BYTES));
            ahead.committed(1_000, committing);
            Patience.until(ahead::lags);
            execute(reading, "COMMIT");
            var before = size(wal);
            ahead.committed(1, committing);
            assertThat(size(file)).isGreaterThanOrEqualTo((long) MANY_PAGES * PAGE_BYTES);
            execute(committing, "INSERT INTO rows VALUES (1)");
            assertThat(size(wal)).as("begun anew, in the same file").isEqualTo(before);
        }
    }
}
