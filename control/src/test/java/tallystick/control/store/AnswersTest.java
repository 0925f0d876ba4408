package tallystick.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

/// Whoever asks whether control serves is told that it does not, and not that it failed.
class AnswersTest {
    @Test
    void databaseThatCannotBeReached_doesNotAnswer() {
        var gone = new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                throw new SQLException("gone");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };
        assertThat(new Store(gone).answers()).isFalse();
    }
}
