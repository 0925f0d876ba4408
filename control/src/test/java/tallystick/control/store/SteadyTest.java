package tallystick.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

/// Who is told to stop still writes down where he stands.
class SteadyTest {
    private static final Connection GIVEN = (Connection) Proxy.newProxyInstance(
            SteadyTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, _, _) -> "given");

    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void forget() {
        var _ = Thread.interrupted();
    }

    /// As a pool does it.
    private DataSource interruptible() {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                if (asked.incrementAndGet() == 1) Thread.currentThread().interrupt();
                if (Thread.currentThread().isInterrupted())
                    throw new SQLException("interrupted during connection acquisition");
                return GIVEN;
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };
    }

    /// A pool that has one gives it to anybody, and on an interrupted thread nothing is read from it.
    @Test
    void connection_isReadByWhoWasInterrupted() throws SQLException {
        var idle = new AbstractDataSource() {
            @Override
            public Connection getConnection() {
                return GIVEN;
            }

            @Override
            public Connection getConnection(String user, String password) {
                return GIVEN;
            }
        };
        Thread.currentThread().interrupt();
        assertThat(new Steady(idle).getConnection()).isSameAs(GIVEN);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void connection_isGivenToWhoIsInterruptedWhileHeWaitsForIt() throws SQLException {
        assertThat(new Steady(interruptible()).getConnection()).isSameAs(GIVEN);
        assertThat(asked).hasValue(2);
    }

    @Test
    void poolThatHasNone_isAskedOnce() {
        var empty = new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                asked.incrementAndGet();
                throw new SQLException("none");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };
        assertThatThrownBy(() -> new Steady(empty).getConnection()).hasMessage("none");
        assertThat(asked).hasValue(1);
    }
}
