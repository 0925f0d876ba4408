package tallystick.control.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where nobody makes control call.
class DestinationsTest {
    private static final List<String> INNER = List.of(
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2001:2::1",
            "2001:1ff::1",
            "3fff::1",
            "3fff:fff:ffff::1",
            "2002:7f00:1::1");

    private static final List<String> EVERYBODYS = List.of(
            "8.8.8.8",
            "100.128.0.1",
            "172.32.0.1",
            "192.1.0.1",
            "198.20.0.1",
            "2606:4700::1111",
            "2001:200::1",
            "3fff:1000::1");

    @Test
    void innerAddresses_everyKind_areNobodysBusiness() throws Exception {
        for (var each : INNER)
            assertThat(Destinations.isPublic(InetAddress.getByName(each)))
                    .as(each)
                    .isFalse();
        for (var each : EVERYBODYS)
            assertThat(Destinations.isPublic(InetAddress.getByName(each)))
                    .as(each)
                    .isTrue();
        assertThat(INNER).hasSize(32);
    }

    @Test
    void urls_thatLeadInside_areBarred() {
        var guarded = new Destinations(false, false);
        for (var each : List.of(
                "http://example.org/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://localhost/",
                "https://169.254.169.254/latest/meta-data",
                "https://user:word@8.8.8.8/",
                "https://8.8.8.8/#part",
                "file:///etc/passwd",
                "https:///nowhere",
                "https://8.8.8.8:0/",
                "https://8.8.8.8:65536/",
                "gopher://8.8.8.8/",
                "not a url"))
            assertThatThrownBy(() -> guarded.find(each)).as(each).isInstanceOf(Destinations.Barred.class);
    }

    @Test
    void addressWrittenOtherwise_isBarredToo() {
        var guarded = new Destinations(false, false);
        for (var each : List.of("https://2130706433/", "https://0x7f000001/", "https://127.1/", "https://0/"))
            assertThatThrownBy(() -> guarded.find(each)).as(each).isInstanceOf(Destinations.Barred.class);
    }

    @Test
    void publicAddress_isTaken_withItsPort() throws Exception {
        var place = new Destinations(false, false).find("https://8.8.8.8:8443/hook?a=b");
        assertThat(place.port()).isEqualTo(8443);
        assertThat(place.isTls()).isTrue();
        assertThat(new Destinations(false, false).find("https://8.8.8.8/").port())
                .isEqualTo(443);
    }

    @Test
    void privateNetwork_isReachedEncryptedAlone_whereThatIsAllAllowed() throws Exception {
        var inner = new Destinations(true, false);
        assertThat(inner.find("https://10.1.2.3/").isTls()).isTrue();
        assertThatThrownBy(() -> inner.find("http://10.1.2.3/")).isInstanceOf(Destinations.Barred.class);
    }

    @Test
    void tryingOut_takesThisMachineAndPlainHttp() throws Exception {
        assertThat(new Destinations(true, true).find("http://127.0.0.1:9/").isTls())
                .isFalse();
    }
}
