package tallystick.control.events;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Hears from the database when another replica appended events, and rings the bell.
///
/// **Why** it may be deaf for a while without harm: who waits for the bell looks by himself every second.
@Component
final class OtherReplicas implements SmartLifecycle {
    private static final Logger LOG = Logger.getLogger(OtherReplicas.class.getName());
    private static final Duration LISTEN = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final DataSource source;
    private final Bell bell;
    private volatile boolean isRunning;
    private Optional<Thread> listening = Optional.empty();

    OtherReplicas(DataSource source, Bell bell) {
        this.source = source;
        this.bell = bell;
    }

    @Override
    public void start() {
        isRunning = true;
        listening = Optional.of(Thread.ofVirtual().name("other replicas").start(this::listen));
    }

    private void listen() {
        while (isRunning)
            try (var connection = source.getConnection()) {
                hear(connection);
            } catch (SQLException e) {
                if (!isRunning) return;
                LOG.log(Level.WARNING, "other replicas are not heard for now: {0}", e.getMessage());
                if (!paused()) return;
            }
    }

    private void hear(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + Bell.CHANNEL);
        }
        var line = connection.unwrap(PGConnection.class);
        while (isRunning) if (line.getNotifications((int) LISTEN.toMillis()).length > 0) bell.ring();
        try (var statement = connection.createStatement()) {
            statement.execute("unlisten *");
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException stop) {
            return false;
        }
    }

    @Override
    public void stop() {
        isRunning = false;
        try {
            if (listening.isPresent()) listening.get().join(LISTEN.multipliedBy(2));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
