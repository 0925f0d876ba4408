package tallystick.control.outside;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Where control may call that somebody else names. An address of a network that is not everybody's is refused: whoever
/// names a place must not make control reach what only control can reach.
///
/// @param alsoPrivate whether addresses of private networks are taken
/// @param alsoPlain whether plain HTTP is taken, for trying out
///
/// @spec https://www.iana.org/assignments/iana-ipv4-special-registry/ IANA special-purpose addresses
public record Destinations(boolean alsoPrivate, boolean alsoPlain) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int PORT_MAX = 65_535;

    /// A place that was found to be good, with the address to connect to: a name may mean another one the next time.
    public record Place(URI url, InetAddress address, int port, boolean isTls) {}

    /// Why a place is none.
    public static final class Barred extends Exception {
        private static final long serialVersionUID = 1L;

        Barred(String why) {
            super(why);
        }
    }

    /// Reads the text of a URL without asking anybody.
    public URI read(String text) throws Barred {
        try {
            var url = new URI(text);
            var isTls = "https".equals(url.getScheme());
            if (!isTls && !(alsoPlain && "http".equals(url.getScheme()))) throw new Barred("not an https url");
            if (url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null)
                throw new Barred("a url with a user or a fragment, or without a host");
            if (url.getPort() == 0 || url.getPort() > PORT_MAX) throw new Barred("a port that there is not");
            return url;
        } catch (URISyntaxException e) {
            throw new Barred("not a url");
        }
    }

    /// Finds the address. All that the name means have to be good.
    public Place find(String text) throws Barred {
        var url = read(text);
        var host = url.getHost().startsWith("[")
                ? url.getHost().substring(1, url.getHost().length() - 1)
                : url.getHost();
        try {
            var all = List.of(InetAddress.getAllByName(host));
            if (!alsoPrivate) {
                Optional<InetAddress> inner =
                        all.stream().filter(each -> !isPublic(each)).findFirst();
                if (inner.isPresent()) throw new Barred("an address of a network that is not everybody's");
            }
            var isTls = "https".equals(url.getScheme());
            var usual = isTls ? HTTPS : HTTP;
            return new Place(url, all.getFirst(), url.getPort() < 0 ? usual : url.getPort(), isTls);
        } catch (UnknownHostException e) {
            throw new Barred("a host that has no address");
        }
    }

    /// Whether an address is everybody's.
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) return false;
        var bytes = address.getAddress();
        return bytes.length == 4 ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        var a = bytes[0] & 0xff;
        var b = bytes[1] & 0xff;
        var c = bytes[2] & 0xff;
        return switch (a) {
            case 0, 10, 127 -> false;
            case 100 -> b < 64 || b > 127;
            case 169 -> b != 254;
            case 172 -> b < 16 || b > 31;
            case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2)) && !(b == 88 && c == 99);
            case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
            case 203 -> !(b == 0 && c == 113);
            default -> a < 224;
        };
    }

    /// Only 2000::/3 is given out, and of that not what stands for IPv4, documentation or tunnels.
    private static boolean isPublic6(byte[] bytes) {
        var first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        var second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        if ((first & 0xe000) != 0x2000) return false;
        if (first == 0x2002 || first == 0x3fff && second < 0x1000) return false;
        return first != 0x2001 || second >= 0x0200 && second != 0x0db8;
    }
}
