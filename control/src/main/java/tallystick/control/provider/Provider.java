package tallystick.control.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tallystick.control.outside.Destinations;
import tallystick.control.people.Voucher;

/// The organisation's OpenID provider, as the operator names it.
///
/// @param issuer as its tokens name it, to the letter
/// @param name what people call it
/// @param clientId what it calls control
/// @param secret the file with the client's secret, read with each use: nothing keeps it
/// @param isPrivate whether it may be on a private network
/// @param maxAge how long ago it may have signed somebody in; any time if absent
/// @param acr in which way it has to have done so; in any if absent
public record Provider(
        String issuer,
        String name,
        String clientId,
        Path secret,
        boolean isPrivate,
        Optional<Duration> maxAge,
        Optional<String> acr)
        implements Voucher {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /// Whether it can be one: reached encrypted, or on this machine for trying out.
    ///
    /// @spec https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata OIDC Discovery §3
    public static boolean isGood(String issuer) {
        try {
            var url = new URI(issuer);
            return url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null
                    && ("https".equals(url.getScheme()) || isTrial(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isTrial(URI issuer) {
        return "http".equals(issuer.getScheme()) && THIS_MACHINE.contains(issuer.getHost());
    }

    /// Where calls to it may lead.
    Destinations destinations() {
        var isTrial = isTrial(URI.create(issuer));
        return new Destinations(isPrivate || isTrial, isTrial);
    }
}
