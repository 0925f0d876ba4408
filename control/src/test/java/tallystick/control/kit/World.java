package tallystick.control.kit;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import tallystick.control.access.Algorithm;
import tallystick.control.access.TrustedProxies;
import tallystick.control.boot.Control;
import tallystick.control.boot.Settings;
import tallystick.control.provider.Provider;
import tallystick.control.store.Database;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.solana.Solana;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.people.PersonKey;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.demo.fleet.Administration;
import tallystick.demo.fleet.Fleet;
import tallystick.mpc.key.Scheme;
import tallystick.tools.operator.CeremonyDesk;
import tools.jackson.databind.JsonNode;

/// Control with its own database, three signer nodes as processes that people govern, and a real Ethereum node: begun
/// once for all tests of a run, by the first that needs it.
public final class World {
    /// Who can sign.
    public static final String TREE = "all(risk, 1 of (client, backup))";
    /// The chain that anvil is.
    public static final ChainId CHAIN = new ChainId("eip155", "31337");
    /// The chain that the Bitcoin node has.
    public static final ChainId BITCOIN = BitcoinNetwork.REGTEST.chain();

    /// The cluster that the Solana runtime is.
    public static final ChainId SOLANA = new ChainId(Solana.NAMESPACE, "Ta11ystickTria1C1usterForTestsA1");

    /// A genesis is signed by every node of the roster.
    private static final List<String> ALL =
            Stream.concat(Fleet.NODES.stream(), Stream.of(Fleet.JOINER)).toList();

    private static final TrustedProxies NO_PROXIES = new TrustedProxies(List.of());

    private static final Deque<Closeable> PARTS = new ConcurrentLinkedDeque<>();

    private static boolean isHopeless;

    private static Optional<World> begun = Optional.empty();

    private final Path directory;
    private final Fleet fleet;
    private final Optional<Anvil> anvil;
    private final Cables cables;
    private final Control control;
    private final KeyCard key;
    private final Program administrator;
    private final Cast cast;
    private Optional<BitcoinNode> bitcoin = Optional.empty();
    private Optional<SolanaNode> solana = Optional.empty();
    private Optional<KeyCard> edwards = Optional.empty();

    /// What control reaches chains by.
    private record Cables(Cable ethereum, Cable bitcoin, int bitcoinPort, Cable solana, int solanaPort) {
        static Cables to(int ethereumPort) throws IOException {
            var port = Fleet.freePort();
            var third = Fleet.freePort();
            var cables = new Cables(Cable.to(ethereumPort), Cable.to(port), port, Cable.to(third), third);
            PARTS.addFirst(cables.ethereum()::close);
            PARTS.addFirst(cables.bitcoin()::close);
            PARTS.addFirst(cables.solana()::close);
            return cables;
        }

        Map<ChainId, List<URI>> endpoints() {
            return Map.of(
                    CHAIN, List.of(URI.create("http://127.0.0.1:" + ethereum.port())),
                    BITCOIN, List.of(URI.create("http://127.0.0.1:" + bitcoin.port())),
                    SOLANA, List.of(URI.create("http://127.0.0.1:" + solana.port())));
        }
    }

    private World(
            Path directory,
            Fleet fleet,
            Optional<Anvil> anvil,
            Cables cables,
            Control control,
            KeyCard key,
            Program administrator,
            Cast cast) {
        this.directory = directory;
        this.fleet = fleet;
        this.anvil = anvil;
        this.cables = cables;
        this.control = control;
        this.key = key;
        this.administrator = administrator;
        this.cast = cast;
    }

    /// The one of this run.
    public static synchronized World get() throws Exception {
        if (begun.isEmpty()) {
            // What did not begin once would not begin for the next test either.
            if (isHopeless) throw new AssertionError("the world did not begin for a test before");
            isHopeless = true;
            Runtime.getRuntime().addShutdownHook(new Thread(World::end, "end of the world"));
            begun = Optional.of(begin());
        }
        return begun.get();
    }

    private static World begin() throws Exception {
        var directory = Files.createTempDirectory("control");
        var home = SecretMemory.open();
        var fleet = Fleet.start(Files.createDirectories(directory.resolve("fleet")), command(), home);
        PARTS.addFirst(fleet::close);
        fleet.startNode(Fleet.JOINER);
        var program = Anvil.program();
        var port = Fleet.freePort();
        var cables = Cables.to(port);
        var anvil = program.isPresent()
                ? Optional.of(Anvil.start(program.get(), port, directory.resolve("anvil.log")))
                : Optional.<Anvil>empty();
        anvil.ifPresent(each -> PARTS.addFirst(each::close));
        var first = Program.with(URI.create("http://127.0.0.1:1"), Algorithm.ED25519);
        var control = Control.start(settings(
                directory,
                directory.resolve("database"),
                Optional.empty(),
                cables.endpoints(),
                Bytes.ofHex(first.publicKey()),
                Optional.empty(),
                NO_PROXIES));
        PARTS.addFirst(control::close);
        var administrator = first.at(URI.create("http://127.0.0.1:" + control.port()))
                .called(control.firstKey().orElseThrow().toString());
        fleet.awaitReady(ALL);
        var desk = new CeremonyDesk(fleet.identity("operator"), fleet.roster(), new PrintWriter(new StringWriter()));
        var key = desk.generate(TREE, Scheme.ECDSA_SECP256K1);
        var cast = Cast.fresh();
        var _ = Administration.of(fleet, cast.others()).begin();
        return new World(directory, fleet, anvil, cables, control, key, administrator, cast);
    }

    private static Settings settings(
            Path directory,
            Path database,
            Optional<Database.External> external,
            Map<ChainId, List<URI>> endpoints,
            Bytes firstKey,
            Optional<Provider> provider,
            TrustedProxies proxies) {
        var own = directory.resolve("fleet").resolve(Fleet.CONTROL);
        return new Settings(
                database,
                directory.resolve("fleet/roster"),
                own.resolve("identity"),
                own.resolve("passphrase"),
                "127.0.0.1",
                0,
                Optional.empty(),
                external,
                endpoints,
                3,
                Duration.ofMillis(100),
                Optional.of(URI.create(Visitor.ORIGIN)),
                Optional.of(directory.resolve("console")),
                Optional.of(firstKey),
                true,
                provider,
                Optional.empty(),
                proxies);
    }

    private static List<String> command() {
        return command("tallystick.node.boot.Main");
    }

    /// How a program of ours is started from what this runs from.
    public static List<String> command(String main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main);
    }

    /// What this runs from, whoever loaded it, without what would turn on logging of control's kind in a node.
    public static String classPath() {
        var all = Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                        .toList()
                : List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        return all.stream().collect(Collectors.joining(File.pathSeparator));
    }

    /// The last that began ends first.
    private static void end() {
        for (var part : PARTS)
            try {
                part.close();
            } catch (IOException e) {
                System.err.println("a part of the world did not end: " + e.getMessage());
            }
    }

    /// Another replica over the same database, as a process.
    public Replica replica() throws Exception {
        var own = directory.resolve("fleet").resolve(Fleet.CONTROL);
        var line = new ArrayList<>(command("tallystick.control.boot.Main"));
        line.addAll(List.of("--dir", directory.resolve("replica").toString()));
        line.addAll(List.of("--roster", directory.resolve("fleet/roster").toString()));
        line.addAll(List.of("--identity", own.resolve("identity").toString()));
        line.addAll(List.of("--passphrase-file", own.resolve("passphrase").toString()));
        line.addAll(List.of("--database", "jdbc:postgresql://localhost:%s/postgres".formatted(databasePort())));
        line.addAll(List.of(
                "--database-user",
                "postgres",
                "--database-password-file",
                databasePassword().toString()));
        line.addAll(List.of("--listen", "127.0.0.1:0", "--poll", "100"));
        line.addAll(List.of("--origin", Visitor.ORIGIN));
        line.addAll(List.of("--confirmations", "3", "--rpc", CHAIN + "=" + anvil().endpoint()));
        line.addAll(List.of("--rpc", "%s=http://127.0.0.1:%d".formatted(BITCOIN, cables.bitcoinPort())));
        line.addAll(List.of("--rpc", "%s=http://127.0.0.1:%d".formatted(SOLANA, cables.solanaPort())));
        return Replica.start(line, directory.resolve("replica.log"));
    }

    /// One over a database of its own, as a process.
    public Replica alone() throws Exception {
        var own = directory.resolve("fleet").resolve(Fleet.CONTROL);
        var line = new ArrayList<>(command("tallystick.control.boot.Main"));
        line.addAll(List.of("--dir", directory.resolve("alone").toString()));
        line.addAll(List.of("--roster", directory.resolve("fleet/roster").toString()));
        line.addAll(List.of("--identity", own.resolve("identity").toString()));
        line.addAll(List.of("--passphrase-file", own.resolve("passphrase").toString()));
        line.addAll(List.of("--listen", "127.0.0.1:0", "--rpc", CHAIN + "=" + anvil().endpoint()));
        return Replica.start(line, Files.createTempFile(directory, "alone", ".log"));
    }

    /// Another in this process, over a database of its own, and without a chain.
    public Control another(Path database, Bytes firstKey) throws IOException {
        return another(database, firstKey, Optional.empty());
    }

    /// The same, where people may sign in at a provider.
    public Control another(Path database, Bytes firstKey, Optional<Provider> provider) throws IOException {
        var nobody = List.of(URI.create("http://127.0.0.1:" + Fleet.freePort()));
        return Control.start(
                settings(directory, database, Optional.empty(), Map.of(CHAIN, nobody), firstKey, provider, NO_PROXIES));
    }

    /// Another replica over the same database, in this process.
    public Control beside() throws IOException {
        return beside(NO_PROXIES);
    }

    /// The same, behind proxies.
    public Control beside(TrustedProxies proxies) throws IOException {
        var shared = new Database.External(
                "jdbc:postgresql://localhost:%s/postgres".formatted(databasePort()),
                "postgres",
                Files.readString(databasePassword()).strip());
        return Control.start(settings(
                directory,
                directory.resolve("beside"),
                Optional.of(shared),
                cables.endpoints(),
                Bytes.ofHex(administrator.publicKey()),
                Optional.empty(),
                proxies));
    }

    private Path databasePassword() {
        return directory.resolve("database/password");
    }

    private String databasePort() throws IOException {
        return Files.readAllLines(directory.resolve("database/data/postmaster.pid"))
                .get(3)
                .strip();
    }

    /// Where files may go.
    public Path directory() {
        return directory;
    }

    /// The replica that runs in this process.
    public Control control() {
        return control;
    }

    /// Where its API is.
    public URI base() {
        return URI.create("http://127.0.0.1:" + control.port());
    }

    /// Who sets control up.
    public Program administrator() {
        return administrator;
    }

    /// Who has passkeys.
    public Cast cast() {
        return cast;
    }

    /// A person with a browser, not signed in.
    public Visitor visitor(String person) {
        return new Visitor(base(), cast.authenticator(person));
    }

    /// The nodes.
    public Fleet fleet() {
        return fleet;
    }

    /// The threshold key.
    public KeyCard key() {
        return key;
    }

    /// The chain; without it the test is skipped.
    public Anvil anvil() {
        if (anvil.isEmpty()) Assumptions.abort("skipped: no chain components; ./tallystick test brings them by npm");
        return anvil.get();
    }

    /// What control reaches the chain by.
    public Cable cable() {
        return cables.ethereum();
    }

    /// The Bitcoin node, begun by the first that needs it; without it the test is skipped.
    public synchronized BitcoinNode bitcoin() throws Exception {
        if (bitcoin.isEmpty()) {
            bitcoin = BitcoinNode.start(cables.bitcoinPort(), directory.resolve("bitcoin.log"));
            bitcoin.ifPresent(each -> PARTS.addFirst(each::close));
        }
        if (bitcoin.isEmpty()) Assumptions.abort("skipped: no chain components; ./tallystick test brings them by npm");
        return bitcoin.get();
    }

    /// What control reaches the Bitcoin node by.
    public Cable bitcoinCable() {
        return cables.bitcoin();
    }

    /// Solana's runtime, begun by the first that needs it; without it the test is skipped.
    public synchronized SolanaNode solana() throws Exception {
        if (solana.isEmpty()) {
            solana = SolanaNode.start(cables.solanaPort(), directory.resolve("solana.log"));
            solana.ifPresent(each -> PARTS.addFirst(each::close));
        }
        if (solana.isEmpty()) Assumptions.abort("skipped: no chain components; ./tallystick test brings them by npm");
        return solana.get();
    }

    /// What control reaches Solana's runtime by.
    public Cable solanaCable() {
        return cables.solana();
    }

    /// A threshold key of Ed25519, made by the first that needs it.
    public synchronized KeyCard edwards() throws Exception {
        if (edwards.isEmpty()) {
            var ceremony =
                    new CeremonyDesk(fleet.identity("operator"), fleet.roster(), new PrintWriter(new StringWriter()));
            edwards = Optional.of(ceremony.generate(TREE, Scheme.FROST_ED25519));
        }
        return edwards.get();
    }

    /// A program with a key of this role.
    public Program program(String role) throws IOException, InterruptedException {
        return program(role, Algorithm.ED25519);
    }

    /// A program with a key of this role and kind.
    public Program program(String role, Algorithm algorithm) throws IOException, InterruptedException {
        return program(role, algorithm, Map.of());
    }

    /// A program with a key of this role that is bound to these vaults.
    public Program bound(String role, List<String> vaults) throws IOException, InterruptedException {
        return program(role, Algorithm.ED25519, Map.of("vaults", vaults));
    }

    private Program program(String role, Algorithm algorithm, Map<String, Object> more)
            throws IOException, InterruptedException {
        var program = Program.with(base(), algorithm);
        var body = new HashMap<String, Object>(more);
        body.put("name", role + " of a test");
        body.put("algorithm", algorithm.name());
        body.put("publicKey", program.publicKey());
        body.put("role", role);
        var made = administrator.post("/v1/api-keys", body);
        if (made.status() != 201) throw new AssertionError("no key: " + made.json());
        return program.called(made.text("id"));
    }

    /// Gives an account coins.
    public void fund(String address, BigInteger wei) throws IOException, InterruptedException {
        var _ = anvil().ask("anvil_setBalance", address, "0x" + wei.toString(16));
    }

    /// The treasurer's signed intent over a draft, as his own program makes it.
    public Evidence signed(JsonNode draft) {
        var treasurer = fleet.identity("treasurer").key();
        var what = draft.path("transaction");
        var intent = new Intent(
                Intent.Version.V2,
                Digest32.ofHex(what.path("keyId").asString()),
                what.path("path").valueStream().map(JsonNode::asInt).toList(),
                chain(what.path("chain").asString()),
                Content.TRANSACTION,
                Bytes.ofHex(what.path("unsigned").asString()),
                what.path("digests")
                        .valueStream()
                        .map(each -> Digest32.ofHex(each.asString()))
                        .toList(),
                Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3600),
                treasurer.verifyKey(),
                new SystemEntropy().bytes(16));
        return Evidence.of(intent, treasurer);
    }

    private static ChainId chain(String text) {
        var colon = text.indexOf(':');
        return new ChainId(text.substring(0, colon), text.substring(colon + 1));
    }

    /// A person's signed answer to evidence.
    public Approval answer(String person, Evidence evidence, Answer answer, Digest32 policy) {
        var at = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        return answer(person, evidence, answer, policy, at, Duration.ofHours(1));
    }

    /// The same, given at this moment, to hold for so long.
    public Approval answer(
            String person, Evidence evidence, Answer answer, Digest32 policy, Instant at, Duration lasting) {
        var key = fleet.identity(person).key();
        var statement = ApprovalStatement.of(evidence.subject(), answer, policy, at, at.plus(lasting));
        return new Approval(
                statement,
                new PersonKey.EdKey(key.verifyKey()).id(),
                new Proof.Plain(key.sign(statement.digest()).bytes()));
    }
}
