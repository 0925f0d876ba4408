package tallystick.control.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import tallystick.control.life.Moved;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;

/// The life of a withdrawal, every pair of stages.
class StageTest {
    private static final EnumSet<Stage> ENDS = EnumSet.of(
            Stage.COMPLETED,
            Stage.DENIED,
            Stage.REJECTED,
            Stage.EXPIRED,
            Stage.CANCELLED,
            Stage.FAILED,
            Stage.REPLACED);

    @Test
    void everyStage_isReachedFromADraft() {
        var seen = EnumSet.of(Stage.DRAFT);
        var open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) for (var next : open.remove().next()) if (seen.add(next)) open.add(next);
        assertThat(seen).containsExactlyInAnyOrder(Stage.values());
    }

    @Test
    void othersWords_areCut_andHaveNothingThatNoDatabaseKeeps() {
        var moved = new Moved(Stage.BROADCASTING, SubStatus.CHAIN_REFUSES, "no\0" + "x".repeat(3000));
        assertThat(moved.detail()).startsWith("nox").hasSize(2000);
    }

    @Test
    void whatIsOver_staysSo() {
        for (var stage : Stage.values())
            assertThat(stage.isOver()).as(stage.name()).isEqualTo(ENDS.contains(stage));
    }

    @Test
    void whatNodesMayHaveSigned_isNotTakenBackOrDenied() {
        var after = EnumSet.complementOf(EnumSet.copyOf(ENDS));
        after.removeIf(Stage::isBeforeNodes);
        assertThat(after).isNotEmpty();
        for (var stage : after)
            assertThat(stage.next())
                    .as(stage.name())
                    .doesNotContain(Stage.CANCELLED, Stage.DENIED, Stage.REJECTED, Stage.PENDING_POLICY);
    }

    @Test
    void everyStageBeforeNodes_canBeTakenBackAndExpires() {
        for (var stage : Stage.values())
            if (stage.isBeforeNodes()) assertThat(stage.next()).contains(Stage.CANCELLED, Stage.EXPIRED);
    }

    @Test
    void placeOnTheChain_isFreeOnceItEndedWithoutIt() {
        for (var stage : Stage.values())
            assertThat(stage.holdsItsPlace())
                    .as(stage.name())
                    .isEqualTo(!ENDS.contains(stage) || stage == Stage.COMPLETED);
    }

    @Test
    void sameStage_mayBeGivenAnotherReason_unlessItIsOver() {
        assertThat(Moved.to(Stage.MEMPOOL, SubStatus.BLOCK_GONE).mayFollow(Stage.MEMPOOL))
                .isTrue();
        assertThat(Moved.to(Stage.COMPLETED, SubStatus.DONE).mayFollow(Stage.COMPLETED))
                .isFalse();
        assertThat(Moved.to(Stage.SIGNED, SubStatus.SIGNATURE_HERE).mayFollow(Stage.DRAFT))
                .isFalse();
    }

    @Test
    void numbersOfSubStatuses_areDistinctAndFound() {
        var numbers = new HashSet<Integer>();
        for (var each : SubStatus.values()) {
            assertThat(numbers.add(each.number())).as(each.name()).isTrue();
            assertThat(SubStatus.of(each.number())).contains(each);
            assertThat(each.text()).isNotBlank();
            assertThat(each.remedy()).isNotBlank();
        }
        assertThat(SubStatus.of(9999)).isEmpty();
    }
}
