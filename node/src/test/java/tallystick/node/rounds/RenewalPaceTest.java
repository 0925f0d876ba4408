package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.session.PartyId;

@DisplayName("Pairs are set up anew at once the first time, then ever more seldom")
class RenewalPaceTest {
    private static final long START = Long.MAX_VALUE - 1_000;
    private static final PairName PAIR = pair(2);

    private final RenewalPace pace = new RenewalPace();

    @Test
    void firstTime_isAllowed() {
        assertThat(pace.allows(PAIR, START)).isTrue();
    }

    @Test
    void pauses_double_upToTenMinutes() {
        var now = START;
        for (var seconds : new long[] {5, 10, 20, 40, 80, 160, 320, 600, 600}) {
            pace.renewed(PAIR, now);
            assertThat(pace.allows(PAIR, now + nanos(seconds) - 1)).isFalse();
            now += nanos(seconds);
            assertThat(pace.allows(PAIR, now)).isTrue();
        }
    }

    @Test
    void anHourOfQuiet_beginsAnew() {
        for (var i = 0; i < 9; i++) pace.renewed(PAIR, START);
        pace.renewed(PAIR, START + nanos(3_600));
        assertThat(pace.allows(PAIR, START + nanos(3_605))).isTrue();
    }

    @Test
    void otherPairs_areNotHeldUp() {
        pace.renewed(PAIR, START);
        assertThat(pace.allows(pair(3), START)).isTrue();
    }

    private static long nanos(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static PairName pair(int peer) {
        var key = new Digest32(Bytes.copyOf(new byte[32]));
        return new PairName(key, 1, new PartyId(1), new PartyId(peer));
    }
}
