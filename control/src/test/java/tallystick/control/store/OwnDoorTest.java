package tallystick.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database that is control's own, on a machine that others use too.
class OwnDoorTest {
    private static String url(Path directory) throws Exception {
        var port = Files.readAllLines(directory.resolve("data/postmaster.pid")).get(3);
        return "jdbc:postgresql://localhost:%s/postgres".formatted(port.strip());
    }

    @Test
    void ownDatabase_letsNobodyInWithoutItsPassword_alsoStartedAgain(@TempDir Path directory) throws Exception {
        for (var start = 0; start < 2; start++)
            try (var database = Database.embedded(directory)) {
                assertThat(database.source().getConnection().isValid(5)).isTrue();
                var url = url(directory);
                for (var guess : new String[] {"", "postgres"})
                    assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", guess))
                            .as("start %d with '%s'", start, guess)
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("password");
                var password = Files.readString(directory.resolve("password")).strip();
                try (var own = DriverManager.getConnection(url, "postgres", password)) {
                    assertThat(own.isValid(5)).isTrue();
                }
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("password"))))
                        .isEqualTo("rw-------");
            }
    }
}
