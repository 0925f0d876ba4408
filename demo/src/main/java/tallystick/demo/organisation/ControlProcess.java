package tallystick.demo.organisation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tallystick.demo.fleet.Fleet;
import tallystick.sdk.ApiKey;
import tallystick.sdk.Connection;
import tallystick.tools.operator.Unable;

/// Control as a process of its own, and the first administrator's program, which sets it up.
final class ControlProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String READY = "ready on port ";
    private static final String FIRST_KEY = "first key ";
    private static final int KEY_BYTES = 32;

    private final Process process;
    private final int port;
    private final Connection administrator;

    private ControlProcess(Process process, int port, Connection administrator) {
        this.process = process;
        this.port = port;
        this.administrator = administrator;
    }

    /// Starts it before a fleet and waits until it answers.
    static ControlProcess start(List<String> command, Fleet fleet, Path directory, URI chain)
            throws IOException, InterruptedException, Unable {
        var port = Fleet.freePort();
        var pair = keyPair();
        var line = new ArrayList<>(command);
        line.addAll(fleet.controlArguments());
        line.addAll(List.of("--dir", directory.resolve("database").toString()));
        line.addAll(List.of("--listen", "127.0.0.1:" + port, "--rpc", "eip155:31337=" + chain));
        line.addAll(List.of("--confirmations", "3", "--poll", "200", "--first-key", publicKey(pair)));
        var log = directory.resolve("control.log");
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            var said = awaitReady(process, log);
            var first = said.stream()
                    .filter(each -> each.startsWith(FIRST_KEY))
                    .map(each -> each.substring(FIRST_KEY.length()).strip())
                    .findFirst()
                    .orElseThrow(() -> new Unable("control has a first key already: see " + log));
            var key = ApiKey.ed25519(first, pair.getPrivate());
            return new ControlProcess(process, port, new Connection(URI.create("http://127.0.0.1:" + port), key));
        } catch (IOException | InterruptedException | Unable e) {
            process.destroy();
            throw e;
        }
    }

    private static List<String> awaitReady(Process process, Path log) throws IOException, InterruptedException, Unable {
        for (var begin = System.nanoTime(); System.nanoTime() - begin < LIMIT.toNanos(); ) {
            var said = Files.readAllLines(log);
            if (said.stream().anyMatch(each -> each.startsWith(READY))) return said;
            if (!process.isAlive()) break;
            Thread.sleep(Duration.ofMillis(100));
        }
        throw new Unable("control did not become ready: see " + log);
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no ed25519", e);
        }
    }

    private static String publicKey(KeyPair pair) {
        var encoded = pair.getPublic().getEncoded();
        return HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
    }

    /// Where browsers find it: their passkeys belong to this.
    URI origin() {
        return URI.create("http://localhost:" + port);
    }

    Connection administrator() {
        return administrator;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
