package tallystick.control.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import tallystick.control.access.ApiKeys;
import tallystick.control.access.Restores;
import tallystick.control.access.TrustedProxies;
import tallystick.control.chain.Endpoint;
import tallystick.control.chain.Endpoints;
import tallystick.control.outside.Destinations;
import tallystick.control.provider.Provider;
import tallystick.control.relay.Nodes;
import tallystick.control.site.ConsoleFiles;
import tallystick.control.site.Site;
import tallystick.control.store.Database;
import tallystick.control.store.Relaxed;
import tallystick.control.store.Store;
import tallystick.control.withdrawals.Depths;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretMemory;
import tallystick.wire.IdentityFile;
import tallystick.wire.Passphrase;
import tallystick.wire.TlsIdentity;

/// One running replica of control.
public final class Control implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 1024;

    private final Database database;
    private final Nodes nodes;
    private final ConfigurableApplicationContext context;
    private final Optional<UUID> firstKey;
    private boolean isClosed;

    private Control(Database database, Nodes nodes, ConfigurableApplicationContext context, Optional<UUID> firstKey) {
        this.database = database;
        this.nodes = nodes;
        this.context = context;
        this.firstKey = firstKey;
    }

    /// Starts database, lines to nodes and API, in this order, and returns once the API answers.
    ///
    /// @throws IOException if a file cannot be read or is not of its form, or database or port cannot be had
    public static Control start(Settings settings) throws IOException {
        var roster = roster(settings.roster());
        var nodes = new Nodes(roster, identity(settings));
        var database = settings.database().isPresent()
                ? Database.external(settings.database().get())
                : Database.embedded(settings.directory());
        var isStarted = false;
        try {
            var control = start(settings, nodes, database);
            isStarted = true;
            return control;
        } catch (ApplicationContextException e) {
            if (!(e.getCause() instanceof WebServerException)) throw e;
            throw new IOException("port %d cannot be had".formatted(settings.port()), e);
        } finally {
            if (!isStarted) {
                nodes.close();
                database.close();
            }
        }
    }

    private static Control start(Settings settings, Nodes nodes, Database database) {
        // Before anything runs that could end what was in the backup.
        settings.restored().ifPresent(new Restores(new Store(database.source()))::keep);
        var application = new SpringApplication(Parts.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        // Who ends it closes the database behind it: two who end it at once would close it before the jobs stop.
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(settings));
        application.addInitializers(context -> {
            var parts = (GenericApplicationContext) context;
            parts.registerBean(DataSource.class, database::source);
            parts.registerBean(Relaxed.class, database::relaxed);
            parts.registerBean(Nodes.class, () -> nodes);
            parts.registerBean(InstantSource.class, () -> InstantSource.system());
            parts.registerBean(Depths.class, () -> new Depths(settings.confirmations(), settings.poll()));
            parts.registerBean(ConsoleFiles.class, () -> new ConsoleFiles(settings.console()));
            parts.registerBean(
                    Site.class, () -> new Site(settings.origin(), settings.tls().isPresent(), () -> port(parts)));
            parts.registerBean(
                    Destinations.class, () -> new Destinations(settings.privateWebhooks(), settings.privateWebhooks()));
            parts.registerBean(TrustedProxies.class, settings::proxies);
            settings.provider().ifPresent(each -> parts.registerBean(Provider.class, () -> each));
            parts.registerBean(
                    Endpoints.class,
                    () -> new Endpoints(settings.endpoints().entrySet().stream()
                            .map(each -> Endpoint.of(each.getKey(), each.getValue()))
                            .toList()));
        });
        var context = application.run();
        var firstKey = settings.firstKey()
                .flatMap(key -> context.getBean(ApiKeys.class).begin(key));
        return new Control(database, nodes, context, firstKey);
    }

    /// What is found by looking through control's packages.
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan("tallystick.control")
    static class Parts {}

    private static Map<String, Object> properties(Settings settings) {
        var all = new HashMap<String, Object>(Map.of(
                "server.address", settings.host(),
                "server.port", settings.port(),
                "server.shutdown", "graceful",
                "server.servlet.encoding.force", "true",
                "server.tomcat.max-http-form-post-size", "1MB",
                "spring.threads.virtual.enabled", "true",
                "spring.jackson.deserialization.fail-on-unknown-properties", "true",
                "spring.main.banner-mode", "off",
                "spring.jmx.enabled", "false",
                "spring.mvc.async.request-timeout", "2h"));
        all.put("logging.level.root", "WARN");
        all.put("server.tomcat.max-connections", CONNECTIONS_MAX);
        all.put("server.tomcat.connection-timeout", "10s");
        // Left to itself it believes the headers of whoever asks, in a cluster: addresses that keys are bound to.
        all.put("server.forward-headers-strategy", "none");
        settings.tls().ifPresent(tls -> {
            all.put("server.ssl.certificate", "file:" + tls.certificate());
            all.put("server.ssl.certificate-private-key", "file:" + tls.key());
            all.put("server.ssl.enabled-protocols", "TLSv1.3");
        });
        return all;
    }

    private static Roster roster(Path file) throws IOException {
        return switch (SignedRoster.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<SignedRoster>(var roster) -> roster.roster();
            case Parsed.Malformed<SignedRoster>(var offset, var expected) ->
                throw new IOException("roster %s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }

    /// Only the TLS key is kept: control signs no statement.
    private static TlsIdentity identity(Settings settings) throws IOException {
        try (var home = SecretMemory.open();
                var passphrase = Passphrase.read(settings.passphrase(), home);
                var identity = IdentityFile.open(settings.identity(), passphrase, home)) {
            return identity.tls();
        }
    }

    /// Where it listens.
    public int port() {
        return port(context);
    }

    private static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /// The name of the first administrator's key, if it was made now.
    public Optional<UUID> firstKey() {
        return firstKey;
    }

    /// One of its parts.
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /// Ends when somebody has closed it.
    public void await() throws InterruptedException {
        while (context.isActive()) Thread.sleep(Duration.ofMillis(200));
    }

    /// Jobs and requests first, then what they work on. Whoever closes it while another does waits for him.
    @Override
    public synchronized void close() throws IOException {
        if (isClosed) return;
        isClosed = true;
        context.close();
        nodes.close();
        database.close();
    }
}
