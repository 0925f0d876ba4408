package tallystick.node.kit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.SharedStore;
import tallystick.node.ledger.StoreUnavailable;

/// A PostgreSQL of this machine that syncs what it commits, as in production, but has no standby.
public final class TrialDatabase implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final AtomicInteger names = new AtomicInteger();

    private TrialDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /// Starts one.
    ///
    /// @param directory of its own
    public static TrialDatabase start(Path directory) throws IOException {
        return start(directory, "on");
    }

    /// Starts one that does not sync what it commits.
    ///
    /// @param directory of its own
    public static TrialDatabase careless(Path directory) throws IOException {
        return start(directory, "off");
    }

    private static TrialDatabase start(Path directory, String fsync) throws IOException {
        return new TrialDatabase(EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setOverrideWorkingDirectory(directory.resolve("program").toFile())
                .setServerConfig("fsync", fsync)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setPGStartupWait(Duration.ofMinutes(2))
                .start());
    }

    /// The address of a new database.
    public String fresh() throws SQLException {
        var name = "ledger" + names.incrementAndGet();
        say("CREATE DATABASE " + name);
        return address(name);
    }

    /// Has its administrator say something.
    public void say(String words) throws SQLException {
        say(address("postgres"), words);
    }

    /// The same in the database of that address.
    public static void say(String address, String words) throws SQLException {
        try (var connection = DriverManager.getConnection(address);
                var statement = connection.createStatement()) {
            statement.execute(words);
        }
    }

    /// Ends the connections of all others to a database, as a network that fails does.
    public void cutOff(String address) throws SQLException {
        try (var connection = DriverManager.getConnection(address);
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
    }

    /// Changes a setting of the whole server.
    public void set(String name, String value) throws SQLException {
        say("ALTER SYSTEM SET %s = '%s'".formatted(name, value));
        say("SELECT pg_reload_conf()");
    }

    private String address(String name) {
        return "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(server.getPort(), name);
    }

    /// As a node opens it that may have others beside it.
    public static Ledger open(String address) throws StoreUnavailable {
        return open(address, SharedStore.Serving.TOGETHER);
    }

    /// The same.
    public static Ledger open(String address, SharedStore.Serving serving) throws StoreUnavailable {
        return Ledger.open(new SharedStore(address, "alpha", SharedStore.Standby.NONE, serving), _ -> {});
    }

    /// Is gone.
    @Override
    public void close() throws IOException {
        server.close();
    }
}
