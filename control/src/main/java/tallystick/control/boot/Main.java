package tallystick.control.boot;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tallystick.control.access.TrustedProxies;
import tallystick.control.chain.Endpoint;
import tallystick.control.provider.Provider;
import tallystick.control.site.Site;
import tallystick.control.store.Database;
import tallystick.core.chain.ChainId;
import tallystick.crypto.codec.Bytes;

/// The program of the control plane.
@Command(
        name = "control",
        description = "Run the control plane: an API for programs that builds withdrawals, carries what people signed"
                + " to nodes, and broadcasts what nodes signed. It holds no share and no approver's key.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was told to end", "2:wrong arguments", "3:a file, the database or the port cannot be had"
        })
public final class Main implements Callable<Integer> {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "::1", "localhost");
    private static final int KEY_BYTES = 32;
    private static final Pattern RPC =
            Pattern.compile("(eip155|bip122|solana):([^=]{1,32})=((?:core\\+)?https?://[^\\s]{1,2000})");

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "where its own database is")
    private Path directory = Path.of("");

    @Option(names = "--roster", required = true, paramLabel = "FILE", description = "signed roster of the nodes")
    private Path roster = Path.of("");

    @Option(
            names = "--identity",
            required = true,
            paramLabel = "FILE",
            description = "sealed identity of a member with the role control")
    private Path identity = Path.of("");

    @Option(names = "--passphrase-file", required = true, paramLabel = "FILE", description = "opens the identity")
    private Path passphrase = Path.of("");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "where programs reach it (default 127.0.0.1:8440); another machine only with --tls-*")
    private String listen = "127.0.0.1:8440";

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "PEM chain that it shows to programs")
    private @Nullable Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM private key of that certificate")
    private @Nullable Path tlsKey;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "jdbc:postgresql://HOST/NAME of a database that is there, in place of its own")
    private @Nullable String database;

    @Option(names = "--database-user", paramLabel = "NAME", description = "who works on it (default tallystick)")
    private String databaseUser = "tallystick";

    @Option(names = "--database-password-file", paramLabel = "FILE", description = "that user's password")
    private @Nullable Path databasePassword;

    @Option(
            names = "--rpc",
            paramLabel = "CHAIN=URL",
            description =
                    "JSON-RPC endpoint of an EVM chain, such as eip155:1=https://…, or Esplora endpoint of a Bitcoin"
                            + " network, bip122:GENESIS=https://…/api, or a Bitcoin Core of one,"
                            + " bip122:GENESIS=core+http://HOST:PORT#COOKIEFILE or core+http://USER:PASSWORD@HOST:PORT,"
                            + " or JSON-RPC endpoint of a cluster of Solana that keeps its history,"
                            + " solana:GENESIS=https://…; given again for a chain, the next that is asked where the one"
                            + " before does not answer")
    private List<String> rpc = new ArrayList<>();

    @Option(names = "--confirmations", paramLabel = "BLOCKS", description = "how deep is done (default 12)")
    private int confirmations = 12;

    @Option(names = "--poll", paramLabel = "MILLIS", description = "how often chains are looked at (default 2000)")
    private long pollMillis = 2000;

    @Option(
            names = "--origin",
            paramLabel = "URL",
            description = "where people reach it with a browser, such as https://custody.example.org; their passkeys"
                    + " belong to it (default http://localhost:PORT)")
    private @Nullable URI origin;

    @Option(
            names = "--console",
            paramLabel = "DIR",
            description = "the console's files, in place of those of this release")
    private @Nullable Path console;

    @Option(
            names = "--first-key",
            paramLabel = "HEX",
            description = "Ed25519 public key of the first administrator, made where there is no key yet")
    private @Nullable String firstKey;

    @Option(names = "--private-webhooks", description = "take webhooks on private networks and plain http, for trying")
    private boolean privateWebhooks;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "CIDR",
            description = "addresses of your own proxies, whose X-Forwarded-For says where a request comes from; may be"
                    + " given again")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--restored-at",
            paramLabel = "TIME",
            description = "when a backup was put in the place of its database, such as 2026-11-23T02:30:00Z: keys of"
                    + " programs that are older draft nothing from then on; may stay there")
    private @Nullable String restoredAt;

    @CommandLine.Mixin
    private ProviderOptions provider = new ProviderOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 told to end, 2 wrong arguments, 3 something cannot be had.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            var settings = settings();
            // Told to end while it begins, it ends once it has begun: its database is not left behind.
            var beginning = new FutureTask<>(() -> Control.start(settings));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(beginning), "shutdown"));
            beginning.run();
            return serve(beginning);
        } catch (IOException e) {
            return without(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException why) return without(why);
            throw new IllegalStateException("control cannot begin", e.getCause());
        }
    }

    private int serve(Future<Control> beginning) throws InterruptedException, ExecutionException, IOException {
        var out = spec.commandLine().getOut();
        try (var control = beginning.get()) {
            control.firstKey().ifPresent(id -> out.printf("first key %s%n", id));
            out.printf("ready on port %d%n", control.port());
            out.flush();
            control.await();
            return 0;
        }
    }

    private int without(IOException why) {
        spec.commandLine().getErr().println("tallystick control: " + why.getMessage());
        return 3;
    }

    private static void close(Future<Control> beginning) {
        try {
            beginning.get().close();
        } catch (IOException e) {
            System.err.println("tallystick control: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException _) {
            // It has not begun, and whoever began it says why.
        }
    }

    private Settings settings() throws IOException {
        var separator = listen.lastIndexOf(':');
        var host = separator < 0 ? "" : listen.substring(0, separator);
        if (host.isEmpty() || !listen.substring(separator + 1).matches("[0-9]{1,5}"))
            throw wrong("--listen: expected HOST:PORT");
        if (!THIS_MACHINE.contains(host) && (tlsCertificate == null || tlsKey == null))
            throw wrong(
                    "--listen %s: other machines are served with --tls-certificate and --tls-key only".formatted(host));
        return new Settings(
                directory,
                roster,
                identity,
                passphrase,
                host,
                Integer.parseInt(listen.substring(separator + 1)),
                tlsCertificate == null || tlsKey == null
                        ? Optional.empty()
                        : Optional.of(new Settings.Tls(tlsCertificate, tlsKey)),
                external(),
                endpoints(),
                confirmations,
                Duration.ofMillis(pollMillis),
                site(),
                Optional.ofNullable(console),
                key(),
                privateWebhooks,
                provider(),
                restored(),
                proxies());
    }

    private Optional<Instant> restored() {
        if (restoredAt == null) return Optional.empty();
        try {
            var at = Instant.parse(restoredAt);
            if (!at.isAfter(Instant.now())) return Optional.of(at);
        } catch (DateTimeParseException _) {
            // Told below.
        }
        throw wrong("--restored-at: expected a moment that is past, such as 2026-11-23T02:30:00Z");
    }

    private TrustedProxies proxies() {
        try {
            return new TrustedProxies(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw wrong("--trusted-proxy: expected a block such as 192.0.2.0/24");
        }
    }

    private Optional<Provider> provider() throws IOException {
        try {
            return provider.provider();
        } catch (ProviderOptions.Wrong e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Database.External> external() throws IOException {
        if (database == null) return Optional.empty();
        var password = databasePassword == null
                ? ""
                : Files.readString(databasePassword).strip();
        return Optional.of(new Database.External(database, databaseUser, password));
    }

    /// No message has what was given: there may be a password in it.
    private Map<ChainId, List<URI>> endpoints() {
        var all = new HashMap<ChainId, List<URI>>();
        for (var i = 0; i < rpc.size(); i++) {
            var given = RPC.matcher(rpc.get(i));
            if (!given.matches() || !ChainId.isValid(given.group(1), given.group(2)))
                throw wrong("--rpc, number %d: expected a chain and its endpoint, such as eip155:1=https://…"
                        .formatted(i + 1));
            var chain = new ChainId(given.group(1), given.group(2));
            if (!Endpoint.isKnown(chain))
                throw wrong("--rpc %s: no such network of Bitcoin or Solana is known".formatted(chain));
            all.computeIfAbsent(chain, _ -> new ArrayList<>()).add(place(chain, given.group(3)));
        }
        return all;
    }

    private URI place(ChainId chain, String text) {
        try {
            var place = new URI(text);
            if (Endpoint.isPlace(chain, place)) return place;
        } catch (URISyntaxException _) {
            // Told below without its words, which have the address.
        }
        throw wrong(("--rpc %s: expected https://…, or of Bitcoin core+http://USER:PASSWORD@HOST:PORT or"
                        + " core+http://HOST:PORT#FILE")
                .formatted(chain));
    }

    private Optional<URI> site() {
        if (origin == null) return Optional.empty();
        if (!Site.isGood(origin)) throw wrong("--origin: expected https://HOST with a port or without, and no path");
        return Optional.of(origin);
    }

    private Optional<Bytes> key() {
        if (firstKey == null) return Optional.empty();
        if (!firstKey.matches("[0-9a-f]{%d}".formatted(2 * KEY_BYTES)))
            throw wrong("--first-key: expected 64 hex digits");
        return Optional.of(Bytes.ofHex(firstKey));
    }

    private CommandLine.ParameterException wrong(String why) {
        return new CommandLine.ParameterException(spec.commandLine(), why);
    }
}
