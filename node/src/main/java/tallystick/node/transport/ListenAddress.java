package tallystick.node.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a server of this node listens.
///
/// @param host name or address; an address of IPv6 without brackets
/// @param port 0..65535; 0 lets the system choose
public record ListenAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9.-]+)):([0-9]{1,5})");
    private static final int PORT_MAX = 65535;

    /// Reads `HOST:PORT` or `[ADDRESS]:PORT`.
    public static Optional<ListenAddress> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) return Optional.empty();
        var port = Integer.parseInt(form.group(3));
        if (port > PORT_MAX) return Optional.empty();
        return Optional.of(new ListenAddress(form.group(1) == null ? form.group(2) : form.group(1), port));
    }

    /// The address to listen at.
    ///
    /// @throws UnknownHostException if the host has none
    public InetSocketAddress resolve() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
