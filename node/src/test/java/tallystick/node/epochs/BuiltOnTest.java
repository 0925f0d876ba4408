package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Forger;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Charlie signed in epoch 1. Epoch 2 was made without it, and an order on that, in which it took part, stopped after
/// the run. Then those of epoch 2 made epoch 3.
@DisplayName("A joiner judges the next epoch by the one it built on, docs/spec/node-wire.md NW-47")
class BuiltOnTest {
    private static final List<String> FIVE = List.of("alpha", "bravo", "charlie", "delta", "echo");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FIVE);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private ShownEpoch proved(KeyRecord record) {
        return switch (ShownRecord.judge(record, fleet.roster())) {
            case ShownEpoch.Finding.Proved(var epoch) -> epoch;
            case ShownEpoch.Finding.Unproved(var why) -> throw new AssertionError(why);
        };
    }

    private KeyEpochs charlie(Digest32 key) {
        return fleet.node("charlie").epochs().of(key).orElseThrow();
    }

    @Test
    void makersOfTheEpochItBuiltOn_areBelieved_andNoOthers_alsoAfterARestart()
            throws IOException, StoreUnavailable, CeremonyStopped {
        var card = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        var one = charlie(card.id()).active().orElseThrow();
        var forger = new Forger(fleet, one.key());
        var makersOfTwo = List.of("alpha", "delta", "echo", "bravo");
        var two = proved(forger.record(2, "2 of (alpha, delta, echo)", 4, makersOfTwo, makersOfTwo));
        var makersOfThree = List.of("charlie", "delta", "echo");
        var three = proved(forger.record(3, "2 of (charlie, delta, echo)", 3, makersOfThree, makersOfThree));
        var strangers = List.of("charlie", "echo");
        var forged = proved(forger.record(9, "all(charlie, echo)", 2, strangers, strangers));
        assertThat(charlie(card.id()).isSucceededBy(three))
                .as("by epoch 1 nobody can tell")
                .isFalse();

        charlie(card.id()).builtOn(two.certificate(), 1);
        assertThat(charlie(card.id()).isSucceededBy(three)).isTrue();
        assertThat(charlie(card.id()).isSucceededBy(forged)).isFalse();
        assertThat(charlie(card.id()).isSucceededBy(two))
                .as("what followed the epoch in use still does")
                .isTrue();
        fleet.stop("charlie");
        fleet.start("charlie");
        assertThat(charlie(card.id()).isSucceededBy(three)).isTrue();
        assertThat(charlie(card.id()).isSucceededBy(forged)).isFalse();
        assertThatThrownBy(() -> charlie(card.id()).builtOn(one, 1))
                .isInstanceOf(CeremonyStopped.class)
                .hasMessageContaining("builds on epoch 1, by now epoch 2 is known here");
    }

    @Test
    void joinerOfAKeyItNeverHad_isHeldToTheEpochItBuiltOn() throws IOException, StoreUnavailable, CeremonyStopped {
        var card = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        var one = charlie(card.id()).active().orElseThrow();
        var forger = new Forger(fleet, one.key());
        fleet.node("echo").epochs().begin(card.id(), card.id(), 1).builtOn(one, 1);
        var echo = fleet.node("echo").epochs().of(card.id()).orElseThrow();
        var strangers = List.of("delta", "echo");
        assertThat(echo.isSucceededBy(proved(forger.record(9, "all(delta, echo)", 2, strangers, strangers))))
                .isFalse();
        var makers = List.of("alpha", "bravo", "echo");
        assertThat(echo.isSucceededBy(proved(forger.record(2, "2 of (alpha, bravo, echo)", 3, makers, makers))))
                .isTrue();
    }
}
