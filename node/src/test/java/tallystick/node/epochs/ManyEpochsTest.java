package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.NodeStanding.EarlierEpoch;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Charlie takes part in every run, and never says that it uses what came of it.
@DisplayName("No epoch that somebody may be in is forgotten, docs/spec/ceremony.md CE-40")
class ManyEpochsTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");
    private static final List<String> WITHOUT = List.of("alpha", "bravo", "delta");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private EpochTalk talk;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
        var key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE)
                .id();
        talk = new EpochTalk(fleet, key);
        talk.withhold("charlie", Kind.ACTIVATED);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private Digest32 key() {
        return talk.key();
    }

    private String refresh() {
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key()));
        return String.valueOf(fleet.holdInVain(fleet.order(task, 1), THREE).get("alpha"));
    }

    private void refreshTo(int epoch) {
        var _ = refresh();
        Patience.until("all in epoch " + epoch, () -> THREE.stream().allMatch(node -> talk.epoch(node) == epoch));
        // Whose words have not been heard is told apart from who is silent.
        Patience.until("two have said so", () -> HONEST.stream().allMatch(node -> chosen(node) == epoch));
    }

    private int chosen(String node) {
        return fleet.node(node).keys().held(key(), HONEST).orElseThrow().key().epoch();
    }

    @Test
    void whoNeverSaysThatItUsesAnEpoch_hasNoPartInTheFifth_andCanBeLeftOut() {
        for (var epoch = 2; epoch <= 1 + EpochRecord.BEFORE_AMPLE; epoch++) refreshTo(epoch);
        var full = 1 + EpochRecord.BEFORE_AMPLE;
        assertThat(talk.record("alpha").before()).hasSize(EpochRecord.BEFORE_AMPLE);
        assertThat(refresh())
                .contains("5 epochs of the key go on here, and charlie has not said that it uses the last");
        for (var node : HONEST) assertThat(talk.epoch(node)).isEqualTo(full);

        var task = new CeremonyTask.Reshare(fleet.shown("alpha", key()), "2 of (alpha, bravo, delta)", HONEST);
        assertThat(TrialFleet.agreed(fleet.hold(fleet.order(task, 1), WITHOUT)).epoch())
                .isEqualTo(full + 1);
        talk.settled(WITHOUT, full + 1);
        fleet.signAtLast(key(), Algorithm.ED25519, Bytes.copyOf(new byte[32]), HONEST);
    }

    /// Charlie says so of the second when all are in the third.
    @Test
    void epochThatEveryOwnerHasUsed_endsThoseBeforeIt_thoughItIsNotTheLast() {
        refreshTo(2);
        refreshTo(3);
        assertThat(talk.record("alpha").before()).hasSize(2);
        fleet.network().via((from, to, frame, deliver) -> {
            var isLast = talk.states(frame, Kind.ACTIVATED)
                    && talk.statement(frame).orElseThrow().about().baseEpoch() == 2;
            if (!isLast || !from.equals("charlie") && !to.equals("charlie")) deliver.run();
        });
        Patience.until(
                "the first is over",
                () -> HONEST.stream()
                        .allMatch(node ->
                                fleet.node(node).keys().earliestEpoch(key()).equals(Optional.of(2))));
        for (var node : HONEST) assertThat(talk.record(node).before()).hasSize(1);
        for (var node : HONEST) assertThat(chosen(node)).isEqualTo(3);
        for (var node : HONEST)
            assertThat(fleet.node(node).keys().earlier()).containsExactly(new EarlierEpoch(key(), 2));
        fleet.network().via((_, _, _, deliver) -> deliver.run());
        Patience.until(
                "all use the last",
                () -> HONEST.stream()
                        .allMatch(node -> fleet.node(node).keys().earlier().isEmpty()));
    }
}
