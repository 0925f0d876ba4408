package tallystick.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Whose word on where a request comes from is taken.
class TrustedProxiesTest {
    private static final TrustedProxies OURS = new TrustedProxies(List.of("10.0.0.0/8", "2001:db8::/32"));

    private static String of(String peer, String... forwarded) {
        return OURS.origin(peer, List.of(forwarded));
    }

    @Test
    void peerThatIsNoProxy_isWhereItComesFrom_whateverItSays() {
        assertThat(of("198.51.100.9", "203.0.113.7")).isEqualTo("198.51.100.9");
        assertThat(of("198.51.100.9", "10.0.0.1")).isEqualTo("198.51.100.9");
        assertThat(new TrustedProxies(List.of()).origin("10.0.0.1", List.of("203.0.113.7")))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void lastThatIsNoProxy_isWhereItComesFrom_andWhatStandsBeforeIsHisOwnWord() {
        assertThat(of("10.0.0.1", "203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(of("10.0.0.1", "203.0.113.7, 198.51.100.9")).isEqualTo("198.51.100.9");
        assertThat(of("10.0.0.1", "203.0.113.7,198.51.100.9 , 10.0.0.2")).isEqualTo("198.51.100.9");
        assertThat(of("10.0.0.1", "203.0.113.7", "198.51.100.9")).isEqualTo("198.51.100.9");
        assertThat(of("2001:db8::1", "2001:db9::5")).isEqualTo("2001:db9::5");
    }

    @Test
    void proxyThatSaysNothing_orNothingThatIsAnAddress_isItself() {
        assertThat(of("10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(of("10.0.0.1", "10.0.0.2")).isEqualTo("10.0.0.2");
        for (var bad : List.of("", "unknown", "cafe.de", "203.0.113.7:443", "203.0.113.0/24", "_x", ","))
            assertThat(of("10.0.0.1", "203.0.113.7, " + bad)).as(bad).isEqualTo("10.0.0.1");
    }

    @Test
    void whatIsNoBlock_isRefused() {
        for (var bad : List.of("", "example.org", "10.0.0.0/33", "10.0.0.0/x"))
            assertThatThrownBy(() -> new TrustedProxies(List.of(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
    }
}
