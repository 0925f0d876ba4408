package tallystick.control.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// Connections for whoever has something to write down though he was told to stop.
///
/// **Why** who stops jobs interrupts them, and each then says where it stands: on an interrupted thread there is no
/// waiting for a connection, and none to read from.
///
/// **Threads** any. What one was interrupted for is over once he asks for a connection.
final class Steady extends DelegatingDataSource {
    Steady(DataSource source) {
        super(source);
    }

    @Override
    public Connection getConnection() throws SQLException {
        var _ = Thread.interrupted();
        try {
            return super.getConnection();
        } catch (SQLException e) {
            if (!Thread.interrupted()) throw e;
            return super.getConnection();
        }
    }
}
