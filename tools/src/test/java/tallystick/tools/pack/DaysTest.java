package tallystick.tools.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaysTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private final Days days = new Days();

    private void daily(int count) {
        for (var i = 0; i < count; i++) days.add(Part.REFUSALS, NEW_YEAR.plus(Duration.ofDays(i)));
    }

    @Test
    void fewDays_areOneBarEach() {
        days.add(Part.INCIDENTS, NEW_YEAR.plusSeconds(86_399));
        days.add(Part.WITHDRAWALS, NEW_YEAR);
        days.add(Part.WITHDRAWALS, NEW_YEAR.minusSeconds(1));
        assertThat(days.bars())
                .containsExactly(
                        new Days.Bar("2025-12-31", Map.of(Part.WITHDRAWALS, 1L)),
                        new Days.Bar("2026-01-01", Map.of(Part.WITHDRAWALS, 1L, Part.INCIDENTS, 1L)));
        assertThat(days.others()).isZero();
    }

    @Test
    void manyDays_areToldByMonthThenByYear_andNoneIsLost() {
        daily(36);
        assertThat(days.bars()).hasSize(36);
        daily(37);
        assertThat(days.bars()).extracting(Days.Bar::when).containsExactly("2026-01", "2026-02");
        assertThat(days.bars()).extracting(Days.Bar::total).containsExactly(62L, 11L);
        daily(365 * 4);
        assertThat(days.bars()).extracting(Days.Bar::when).containsExactly("2026", "2027", "2028", "2029");
        assertThat(days.others()).isZero();
    }

    /// Entries of a hostile pack are of as many days as it likes.
    @Test
    void daysWithoutEnd_areBounded_andCounted() {
        for (var i = 0; i < 5_000; i++) days.add(Part.REFUSALS, NEW_YEAR.plus(Duration.ofDays(400L * i)));
        assertThat(days.bars()).hasSize(36);
        assertThat(days.others()).isEqualTo(5_000 - 36);
    }
}
