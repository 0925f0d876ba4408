package tallystick.control.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import tallystick.crypto.secret.SystemEntropy;

/// The password of the database that is control's own, and that nobody enters it without.
///
/// **Why** whoever enters is its superuser and runs programs as control's user: left as it is made, a database on this
/// machine lets every user of the machine in.
///
/// @param file that only control's user reads
/// @param data the database's own directory
record OwnDoor(Path file, Path data) {
    private static final int PASSWORD_BYTES = 32;
    private static final String RULES = """
        # Written by control: nobody is let in without the password.
        local all all scram-sha-256
        host all all 127.0.0.1/32 scram-sha-256
        host all all ::1/128 scram-sha-256
        """;

    static OwnDoor of(Path directory, Path data) {
        return new OwnDoor(directory.resolve("password"), data);
    }

    /// The password, made where there is none yet.
    String password() throws IOException {
        if (!Files.exists(file)) {
            var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var fresh = file.resolveSibling("password.new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, own);
            Files.writeString(fresh, new SystemEntropy().bytes(PASSWORD_BYTES).toHex());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /// Shuts it, where it is not shut yet.
    ///
    /// @param url of the database, which runs
    void shut(String url) throws IOException {
        var rules = data.resolve("pg_hba.conf");
        if (Files.readString(rules).equals(RULES)) return;
        try (var connection = DriverManager.getConnection(url, "postgres", password())) {
            // Hex digits alone: a statement of this kind takes no parameters.
            ask(connection, "alter role postgres password '%s'".formatted(password()));
            var fresh = Files.writeString(data.resolve("pg_hba.conf.new"), RULES);
            Files.move(fresh, rules, StandardCopyOption.ATOMIC_MOVE);
            ask(connection, "select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException("the database that is control's own cannot be shut to others", e);
        }
    }

    private static void ask(Connection connection, String statement) throws SQLException {
        try (var asked = connection.createStatement()) {
            asked.execute(statement);
        }
    }
}
