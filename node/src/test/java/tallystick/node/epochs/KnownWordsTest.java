package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.CeremonyTask;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Charlie never says that it uses an epoch, and whoever carries the frames keeps all such words from alpha once two
/// use the second.
@DisplayName("The epoch that nodes choose does not go down, docs/spec/ceremony.md CE-39")
class KnownWordsTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private int chosen(Digest32 key) {
        return fleet.node("alpha").keys().held(key, HONEST).orElseThrow().key().epoch();
    }

    private void refresh(Digest32 key) {
        fleet.holdInVain(fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", key)), 1), THREE);
    }

    @Test
    void wordsHeardOfAnEpoch_areKnownWhenItIsLeft_thoughNobodySaysThemAgain() {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE)
                .id();
        var talk = new EpochTalk(fleet, key);
        talk.withhold("charlie", Kind.ACTIVATED);
        refresh(key);
        Patience.until("alpha and bravo use the second", () -> chosen(key) == 2);

        talk.withhold("alpha", Kind.ACTIVATED);
        refresh(key);
        Patience.until("alpha is in the third", () -> talk.epoch("alpha") == 3);
        assertThat(chosen(key)).isEqualTo(2);
    }
}
