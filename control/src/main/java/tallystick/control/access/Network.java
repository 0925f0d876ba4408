package tallystick.control.access;

import java.net.InetAddress;
import java.util.HexFormat;

/// From which network a request came: what is counted of strangers is counted by it.
///
/// **Why** not by the address: whoever has one of IPv6 has 2^64 of them, the network that every line is given.
public final class Network {
    private static final int IPV6_BYTES = 16;
    private static final int LINE_BYTES = 8;

    private Network() {}

    /// Of an address.
    ///
    /// @param remote as the server says it
    /// @return an address of IPv4 itself; of IPv6 the first 64 bits
    public static String of(String remote) {
        try {
            var bytes = InetAddress.ofLiteral(remote).getAddress();
            return bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, LINE_BYTES) + "/64" : remote;
        } catch (IllegalArgumentException noAddress) {
            return remote;
        }
    }
}
