package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How large fills are: large only for those who wait.
class DemandTest {
    private static final long SECOND = 1_000_000_000L;

    private final Demand demand = new Demand(0);

    @Test
    void fillOfAPoolThatIsNearlyEmpty_isLarge() {
        shortages(4);
        assertThat(demand.target()).isEqualTo(192);
        assertThat(demand.batch(47, 60 * SECOND)).isEqualTo(Demand.BATCH_MAX);
    }

    @Test
    void fillWhereNobodyWaits_isSmall() {
        shortages(4);
        assertThat(demand.batch(48, 60 * SECOND)).isEqualTo(12);
        assertThat(demand.batch(95, 60 * SECOND)).isEqualTo(12);
    }

    @Test
    void fillRightAfterAShortage_isLarge_andAWhileLaterNot() {
        shortages(4);
        assertThat(demand.batch(95, SECOND)).isEqualTo(Demand.BATCH_MAX);
        assertThat(demand.batch(95, 3 * SECOND)).isEqualTo(12);
    }

    @Test
    void nobodyHurries_whereAQuarterIsThere_andNobodyHasWaitedForAWhile() {
        shortages(4);
        assertThat(demand.isHurried(47, 60 * SECOND)).isTrue();
        assertThat(demand.isHurried(48, 60 * SECOND)).isFalse();
        assertThat(demand.isHurried(48, SECOND)).isTrue();
    }

    @Test
    void fill_makesNoMoreThanIsMissing_andNotTooFew() {
        assertThat(demand.batch(0, 60 * SECOND)).isEqualTo(16);
        assertThat(demand.batch(7, 60 * SECOND)).isEqualTo(9);
        assertThat(demand.batch(15, 60 * SECOND)).isEqualTo(Demand.BATCH_MIN);
    }

    private void shortages(int count) {
        for (var i = 0; i < count; i++) demand.shortage(1, 0);
    }
}
