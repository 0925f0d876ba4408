package tallystick.control.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The PostgreSQL that this replica works on, with its schema as this version has it.
///
/// **Why** a database of its own by default: control is to be tried in a minute. What it holds decides nothing that
/// nodes sign, and an organisation with several replicas gives them one database of its own.
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 32;
    private static final int RELAXED_MAX = 12;
    private static final int PORT_LINE = 3;

    private final HikariDataSource source;
    private final HikariDataSource relaxed;
    private final Optional<EmbeddedPostgres> own;

    private Database(HikariDataSource source, HikariDataSource relaxed, Optional<EmbeddedPostgres> own) {
        this.source = source;
        this.relaxed = relaxed;
        this.own = own;
    }

    /// Where an external database is.
    ///
    /// @param url as JDBC has it, `jdbc:postgresql://HOST/NAME`
    public record External(String url, String user, String password) {
        @Override
        public String toString() {
            return "External " + user;
        }
    }

    /// Connects to a database that is there, and brings its schema up to this version.
    ///
    /// @throws IOException if it cannot be had
    public static Database external(External external) throws IOException {
        return open(external.url(), external.user(), external.password(), Optional.empty());
    }

    /// Starts a database of this replica's own, with what a former run left in `directory`. Nobody enters it without
    /// the password that is kept there.
    ///
    /// @throws IOException if it cannot be started there
    public static Database embedded(Path directory) throws IOException {
        var data = Files.createDirectories(directory.resolve("data"));
        var door = OwnDoor.of(directory, data);
        var left = leftRunning(data).map("jdbc:postgresql://localhost:%s/postgres"::formatted);
        if (left.isPresent()) return shut(door, left.get(), Optional.empty());
        var own = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(
                        Files.createDirectories(directory.resolve("program")).toFile())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setConnectConfig("password", door.password())
                .setPGStartupWait(Duration.ofMinutes(2))
                // It ends behind what works on it, not with the first word that the program is to end.
                .setRegisterShutdownHook(false)
                .start();
        return shut(door, own.getJdbcUrl("postgres", "postgres"), Optional.of(own));
    }

    private static Database shut(OwnDoor door, String url, Optional<EmbeddedPostgres> own) throws IOException {
        var isOpen = false;
        try {
            door.shut(url);
            var database = open(url, "postgres", door.password(), own);
            isOpen = true;
            return database;
        } finally {
            if (!isOpen && own.isPresent()) own.get().close();
        }
    }

    /// The port of a server that outlived the control that started it.
    private static Optional<String> leftRunning(Path data) throws IOException {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) return Optional.empty();
        var lines = Files.readAllLines(file);
        if (lines.size() <= PORT_LINE) return Optional.empty();
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                .map(_ -> lines.get(PORT_LINE).strip());
    }

    private static Database open(String url, String user, String password, Optional<EmbeddedPostgres> own)
            throws IOException {
        var at = new External(url, user, password);
        try {
            var source = new HikariDataSource(settings(at, "control", CONNECTIONS_MAX));
            Flyway.configure().dataSource(source).load().migrate();
            var others = settings(at, "jobs", RELAXED_MAX);
            others.setConnectionInitSql("set synchronous_commit to off");
            return new Database(source, new HikariDataSource(others), own);
        } catch (HikariPool.PoolInitializationException | FlywayException e) {
            throw new IOException("the database cannot be had: " + e.getMessage(), e);
        }
    }

    private static HikariConfig settings(External at, String name, int connectionsMax) {
        var settings = new HikariConfig();
        settings.setJdbcUrl(at.url());
        settings.setUsername(at.user());
        settings.setPassword(at.password());
        settings.setMaximumPoolSize(connectionsMax);
        settings.setMinimumIdle(2);
        settings.setPoolName(name);
        return settings;
    }

    /// Connections.
    public DataSource source() {
        return source;
    }

    /// Connections of jobs.
    public Relaxed relaxed() {
        return new Relaxed(new Steady(relaxed));
    }

    @Override
    public void close() throws IOException {
        relaxed.close();
        source.close();
        if (own.isPresent()) own.get().close();
    }
}
