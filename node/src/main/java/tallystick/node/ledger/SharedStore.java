package tallystick.node.ledger;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The PostgreSQL database in which one participant keeps its ledger.
///
/// @param url as JDBC has it; no password is in it
/// @param participant the node's name: the database is of one participant
/// @param standby whether commits have to be on a second machine
/// @param serving how many processes may use it at a time
public record SharedStore(String url, String participant, Standby standby, Serving serving) {
    private static final String DRIVER = "jdbc:";
    private static final Pattern AMPERSAND = Pattern.compile("&");
    private static final Set<String> MAY =
            Set.of("user", "sslmode", "sslrootcert", "sslcert", "sslkey", "currentSchema");
    private static final Set<String> NEAR = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String CONNECT_SECONDS_MAX = "5";
    private static final String ANSWER_SECONDS_MAX = "10";

    /// Whether a commit has to be on a standby of the database before it counts.
    public enum Standby {
        /// It has to: what was counted outlives the machine.
        REQUIRED,
        /// It has not, for trials: with the machine the memory of what was signed is lost.
        NONE
    }

    /// How many processes use the store at a time.
    public enum Serving {
        /// One, and another does not start.
        ALONE,
        /// As many as there are. The ledger holds between them; what else a node has on its disk does not.
        TOGETHER
    }

    /// Why an address is none for a ledger; empty if it is.
    public static Optional<String> whyNot(String url) {
        var form = Optional.of("a store is jdbc:postgresql://HOST/NAME?user=USER");
        if (!url.startsWith(DRIVER)) return form;
        URI address;
        try {
            address = new URI(url.substring(DRIVER.length()));
        } catch (URISyntaxException e) {
            return form;
        }
        var host = address.getHost();
        if (!"postgresql".equals(address.getScheme()) || address.getUserInfo() != null) return form;
        if (host == null) return Optional.of("the address of a store names one host");
        var said = new TreeMap<String, String>();
        for (var each :
                AMPERSAND.splitAsStream(String.valueOf(address.getRawQuery())).toList()) {
            var at = each.indexOf('=');
            var name = at < 0 ? each : each.substring(0, at);
            if (!MAY.contains(name) || said.put(name, each.substring(at + 1)) != null)
                return Optional.of(
                        name.equals("password")
                                ? "the address of a store holds no password: it stands in ~/.pgpass, or a client's"
                                        + " certificate takes its place"
                                : "the address of a store may not say " + name);
        }
        return NEAR.contains(host) || "verify-full".equals(said.get("sslmode"))
                ? Optional.empty()
                : Optional.of("a store on another machine is reached with sslmode=verify-full");
    }

    /// What every connection is opened with: whoever does not answer in time is away.
    Properties properties() {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "tallystick-node " + participant);
        properties.setProperty("loginTimeout", CONNECT_SECONDS_MAX);
        properties.setProperty("connectTimeout", CONNECT_SECONDS_MAX);
        properties.setProperty("socketTimeout", ANSWER_SECONDS_MAX);
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }
}
