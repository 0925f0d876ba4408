package tallystick.node.ledger;

import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// The PostgreSQL database in which one participant keeps its ledger.
///
/// @param url as JDBC has it; no password is in it
/// @param participant the node's name: the database is of one participant
/// @param standby whether commits have to be on a second machine
/// @param serving how many processes may use it at a time
public record SharedStore(String url, String participant, Standby standby, Serving serving) {
    private static final Set<String> MAY = Set.of(
            "PGHOST", "PGPORT", "PGDBNAME", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", "currentSchema");
    private static final Set<String> NEAR = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
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
        if (!url.startsWith("jdbc:postgresql:")) return Optional.of("a store is jdbc:postgresql://HOST/NAME?user=USER");
        var said = Driver.parseURL(url, new Properties());
        if (said == null) return Optional.of("a store is jdbc:postgresql://HOST/NAME?user=USER");
        for (var name : said.stringPropertyNames())
            if (!MAY.contains(name))
                return Optional.of(
                        name.equals("password")
                                ? "the address of a store holds no password: it stands in ~/.pgpass, or a client's"
                                        + " certificate takes its place"
                                : "the address of a store may not say " + name);
        var host = PGProperty.PG_HOST.getOrDefault(said);
        if (host == null || host.contains(",")) return Optional.of("the address of a store names one host");
        return NEAR.contains(host) || "verify-full".equals(PGProperty.SSL_MODE.getOrDefault(said))
                ? Optional.empty()
                : Optional.of("a store on another machine is reached with sslmode=verify-full");
    }

    /// What every connection is opened with: whoever does not answer in time is away.
    Properties properties() {
        var properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "tallystick-node " + participant);
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_SECONDS_MAX);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS_MAX);
        PGProperty.SOCKET_TIMEOUT.set(properties, ANSWER_SECONDS_MAX);
        PGProperty.TCP_KEEP_ALIVE.set(properties, "true");
        return properties;
    }
}
