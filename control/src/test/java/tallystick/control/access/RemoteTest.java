package tallystick.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Blocks of addresses.
class RemoteTest {
    @Test
    void block_admitsWhatIsInIt_andNothingElse() {
        assertThat(Remote.admits(List.of("192.0.2.0/25"), "192.0.2.127")).isTrue();
        assertThat(Remote.admits(List.of("192.0.2.0/25"), "192.0.2.128")).isFalse();
        assertThat(Remote.admits(List.of("192.0.2.1"), "192.0.2.1")).isTrue();
        assertThat(Remote.admits(List.of("192.0.2.1"), "192.0.2.2")).isFalse();
        assertThat(Remote.admits(List.of("2001:db8::/32"), "2001:db8:1::1")).isTrue();
        assertThat(Remote.admits(List.of("2001:db8::/32"), "2001:db9::1")).isFalse();
        assertThat(Remote.admits(List.of("10.0.0.0/8", "192.0.2.0/24"), "192.0.2.9"))
                .isTrue();
    }

    @Test
    void ipv4Block_admitsNoIpv6() {
        assertThat(Remote.admits(List.of("0.0.0.0/0"), "2001:db8::1")).isFalse();
    }

    @Test
    void noBlock_admitsEverybody() {
        assertThat(Remote.admits(List.of(), "203.0.113.9")).isTrue();
    }

    @Test
    void text_thatIsNoBlock_isNone() {
        for (var each : List.of("", "example.org", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/8/8", "a"))
            assertThat(Remote.isBlock(each)).as(each).isFalse();
        assertThat(Remote.isBlock("10.0.0.0/8")).isTrue();
    }

    /// Some names have no other letters than addresses have: nobody is asked what they mean.
    @Test
    void name_ofLettersThatAddressesHave_isNoBlock() {
        for (var each : List.of("cafe.de", "face.be", "dead.beef", "a.b.c.d", "ad", "bad.cafe/32"))
            assertThat(Remote.isBlock(each)).as(each).isFalse();
    }
}
