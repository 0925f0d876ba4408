package tallystick.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.control.store.Database;
import tallystick.control.store.Store;

/// What nobody known asked for, which anybody can make as much of as he likes.
class StrangersTest {
    private static List<String> paths(Store store) {
        return store.sql("select path from audit order by number")
                .query((row, _) -> row.getString(1))
                .list();
    }

    @Test
    void newestOfStrangersAreKept_andAllOfThoseWhoAreKnown(@TempDir Path folder) throws Exception {
        try (var database = Database.embedded(folder)) {
            var store = new Store(database.source());
            var audit = new Audit(store);
            for (var i = 0; i < 10; i++) {
                var who = i % 2 == 0 ? Optional.<UUID>empty() : Optional.of(UUID.randomUUID());
                audit.append(new Audit.Entry(who, "POST", "/" + i, 401, "id", "192.0.2.1"));
            }
            assertThat(audit.forget(5)).isZero();
            assertThat(audit.forget(2)).isEqualTo(3);
            assertThat(paths(store)).containsExactly("/1", "/3", "/5", "/6", "/7", "/8", "/9");
            assertThat(audit.forget()).isZero();
            assertThat(audit.forget(0)).isEqualTo(2);
            assertThat(paths(store)).containsExactly("/1", "/3", "/5", "/7", "/9");
        }
    }
}
