package tallystick.control.site;

import java.net.URI;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Where people reach control with a browser: the one page whose requests and passkeys count.
///
/// **Form** `https://HOST` or `https://HOST:PORT`; `http://localhost:PORT` for trials.
///
/// **Threads** any.
public final class Site {
    private final Optional<URI> given;
    private final boolean isTls;
    private final IntSupplier port;

    /// @param given as the operator says it; `localhost` and the port that control listens at if he does not
    /// @param isTls whether control itself shows a certificate
    /// @param port where it listens, once it does
    public Site(Optional<URI> given, boolean isTls, IntSupplier port) {
        this.given = given;
        this.isTls = isTls;
        this.port = port;
    }

    /// Whether people may be sent there: encrypted, or on their own machine.
    public static boolean isGood(URI site) {
        var isPlain = site.getRawPath().isEmpty()
                && site.getRawQuery() == null
                && site.getRawFragment() == null
                && site.getRawUserInfo() == null
                && site.getHost() != null;
        return isPlain
                && ("https".equals(site.getScheme())
                        || "http".equals(site.getScheme()) && "localhost".equals(site.getHost()));
    }

    /// As browsers name it in `Origin` and in what passkeys sign.
    public String origin() {
        return given.map(URI::toString)
                .orElseGet(() -> "%s://localhost:%d".formatted(isTls ? "https" : "http", port.getAsInt()));
    }

    /// The domain that passkeys belong to.
    public String relyingParty() {
        return given.map(URI::getHost).orElse("localhost");
    }

    /// Whether browsers reach it encrypted.
    public boolean isEncrypted() {
        return origin().startsWith("https://");
    }
}
