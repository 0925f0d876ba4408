package tallystick.control.stage;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tallystick.control.access.Algorithm;
import tallystick.control.boot.Control;
import tallystick.control.boot.Settings;
import tallystick.control.kit.Anvil;
import tallystick.control.kit.OpenedVault;
import tallystick.control.kit.Program;
import tallystick.core.chain.ChainId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.demo.fleet.Administration;
import tallystick.demo.fleet.Fleet;
import tallystick.mpc.key.Scheme;
import tallystick.tools.operator.CeremonyDesk;
import tools.jackson.databind.json.JsonMapper;

/// A whole organisation for a browser to meet: signer nodes as processes, an Ethereum node, control with the console,
/// one vault with coins, and Ann and Bo, who have passkeys.
///
/// **Form** one argument, an empty folder. Prints one line of JSON once all of it runs: where the console is, and what
/// a virtual authenticator is given. Ends when its input ends.
public final class Stage {
    private static final ChainId CHAIN = new ChainId("eip155", "31337");
    private static final String TREE = "all(risk, 1 of (client, backup))";
    private static final String TEN_ETHER = "0x8ac7230489e80000";
    private static final int CONFIRMATIONS = 3;

    private final Deque<Closeable> parts = new ArrayDeque<>();

    private Stage() {}

    /// Runs until its input ends.
    public static void main(String[] arguments) throws Exception {
        var stage = new Stage();
        Runtime.getRuntime().addShutdownHook(new Thread(stage::end, "end"));
        System.out.println(stage.begin(Path.of(arguments[0])));
        System.out.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private String begin(Path directory) throws Exception {
        var home = SecretMemory.open();
        var fleet = Fleet.start(Files.createDirectories(directory.resolve("fleet")), command(), home);
        parts.addFirst(fleet::close);
        fleet.startNode(Fleet.JOINER);
        var anvil = Anvil.start(Anvil.program().orElseThrow(), Fleet.freePort(), directory.resolve("anvil.log"));
        parts.addFirst(anvil::close);
        var port = Fleet.freePort();
        var origin = "http://localhost:" + port;
        var first = Program.with(URI.create("http://127.0.0.1:" + port), Algorithm.ED25519);
        var control = Control.start(settings(directory, anvil.endpoint(), port, Bytes.ofHex(first.publicKey())));
        parts.addFirst(control::close);
        var administrator = first.called(control.firstKey().orElseThrow().toString());
        fleet.awaitReady(
                Stream.concat(Fleet.NODES.stream(), Stream.of(Fleet.JOINER)).toList());
        var desk = new CeremonyDesk(fleet.identity("operator"), fleet.roster(), new PrintWriter(new StringWriter()));
        var key = desk.generate(TREE, Scheme.ECDSA_SECP256K1);
        var ann = new Passkey("u:ann", origin);
        var bo = new Passkey("u:bo", origin);
        var _ = Administration.of(
                        fleet,
                        new Administration.Others(Map.of("ann", ann.inDocument(), "bo", bo.inDocument()), List.of()))
                .begin();
        var address = wallet(administrator, key.id().toString());
        var _ = anvil.ask("anvil_setBalance", address, TEN_ETHER);
        return JsonMapper.builder()
                .build()
                .writeValueAsString(Map.of(
                        "base", origin,
                        "chain", anvil.endpoint().toString(),
                        "ann", ann.forBrowser(),
                        "bo", bo.forBrowser()));
    }

    private static String wallet(Program administrator, String key) throws Exception {
        var opened = OpenedVault.of(
                administrator, "Payments EU", key, List.of(List.of("risk", "client"), List.of("backup", "risk")));
        return administrator
                .get("/v1/wallets/%s/addresses".formatted(opened.wallet()))
                .json()
                .path("items")
                .path(0)
                .path("address")
                .asString();
    }

    private static Settings settings(Path directory, URI chain, int port, Bytes firstKey) {
        var own = directory.resolve("fleet").resolve(Fleet.CONTROL);
        return new Settings(
                directory.resolve("database"),
                directory.resolve("fleet/roster"),
                own.resolve("identity"),
                own.resolve("passphrase"),
                "127.0.0.1",
                port,
                Optional.empty(),
                Optional.empty(),
                Map.of(CHAIN, chain),
                CONFIRMATIONS,
                Duration.ofMillis(200),
                Optional.of(URI.create("http://localhost:" + port)),
                Optional.ofNullable(System.getProperty("tallystick.console")).map(Path::of),
                Optional.of(firstKey),
                false);
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(each -> Path.of(each).toAbsolutePath().toString())
                        .reduce((one, other) -> one + File.pathSeparator + other)
                        .orElseThrow(),
                "tallystick.node.boot.Main");
    }

    /// The last that began ends first.
    private void end() {
        for (var part : parts)
            try {
                part.close();
            } catch (IOException e) {
                System.err.println("a part did not end: " + e.getMessage());
            }
    }
}
