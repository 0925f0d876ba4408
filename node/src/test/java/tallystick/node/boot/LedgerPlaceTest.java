package tallystick.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.node.kit.TrialDatabase;
import tallystick.node.ledger.SharedStore;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("where a node's ledger is, docs/spec/share-store.md")
final class LedgerPlaceTest {
    @TempDir
    private Path directory;

    private static void open(Path directory, Optional<String> store) throws IOException, StoreUnavailable {
        new LedgerPlace(directory, store, SharedStore.Standby.NONE)
                .open("alpha", _ -> {})
                .close();
    }

    @Test
    void nodeThatLooksForItsMemoryInTheWrongPlace_doesNotStart(@TempDir Path home) throws Exception {
        var onFile = Files.createDirectories(directory.resolve("file"));
        var onStore = Files.createDirectories(directory.resolve("store"));
        try (var database = TrialDatabase.start(home)) {
            var address = Optional.of(database.fresh());
            open(onFile, Optional.empty());
            open(onStore, address);
            open(onFile, Optional.empty());
            open(onStore, address);
            assertThatThrownBy(() -> open(onFile, address)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> open(onStore, Optional.empty())).isInstanceOf(IOException.class);
            var other = Optional.of(database.fresh());
            assertThatThrownBy(() -> open(onStore, other))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in another database");
            assertThat(Files.exists(onStore.resolve("ledger.db"))).isFalse();
        }
    }
}
