package tallystick.node.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How often another's log is cosigned, docs/spec/audit-log.md AL-5")
class GrowthsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Growths growths = new Growths();

    private int taken(String peer, Instant at) {
        var taken = 0;
        while (taken < 1000 && growths.take(peer, at)) taken++;
        return taken;
    }

    @Test
    void timesAtOnce_areTwelve_andOneMoreComesEachSecond() {
        assertThat(taken("a", NOON)).isEqualTo(Growths.AT_ONCE);
        assertThat(taken("a", NOON.plusMillis(999))).isZero();
        assertThat(taken("a", NOON.plusSeconds(1))).isEqualTo(1);
        assertThat(taken("a", NOON.plusSeconds(4))).isEqualTo(3);
        assertThat(taken("a", NOON.plusSeconds(3600))).isEqualTo(Growths.AT_ONCE);
    }

    @Test
    void eachNode_hasItsOwn() {
        assertThat(taken("a", NOON)).isEqualTo(Growths.AT_ONCE);
        assertThat(taken("b", NOON)).isEqualTo(Growths.AT_ONCE);
    }

    @Test
    void clockSetBack_keepsNobodyWaitingForLong() {
        assertThat(taken("a", NOON)).isEqualTo(Growths.AT_ONCE);
        var before = NOON.minusSeconds(3600);
        assertThat(taken("a", before)).isZero();
        assertThat(taken("a", before.plusSeconds(1))).isEqualTo(1);
    }
}
