package tallystick.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Where requests come from, as strangers are counted.
class NetworkTest {
    @Test
    void addresses_ofOneLine_areOneNetwork_whateverTheirEnd() {
        assertThat(Network.of("2001:db8:1:2::1"))
                .isEqualTo(Network.of("2001:db8:1:2:ffff::9"))
                .isNotEqualTo(Network.of("2001:db8:1:3::1"));
    }

    @Test
    void addressOfIpv4_isItself_howeverItIsWritten() {
        assertThat(Network.of("192.0.2.1")).isEqualTo("192.0.2.1").isNotEqualTo(Network.of("192.0.2.2"));
        assertThat(Network.of("::ffff:192.0.2.1")).isNotEqualTo(Network.of("::ffff:192.0.2.2"));
    }

    @Test
    void whatIsNoAddress_isItself() {
        assertThat(Network.of("cafe.de")).isEqualTo("cafe.de");
    }
}
