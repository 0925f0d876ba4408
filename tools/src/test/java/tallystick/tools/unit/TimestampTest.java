package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.pack.PackNames;
import tallystick.tools.timestamp.Timestamp;

@DisplayName("A service of openssl that signs times, asked by export and checked offline, evidence-pack EP-18")
class TimestampTest {
    private static final String SETTINGS = """
            [tsa]
            serial = serial
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            accuracy = secs:1
            ess_cert_id_chain = no
            ess_cert_id_alg = sha256
            [req]
            distinguished_name = name
            prompt = no
            [name]
            CN = tests
            [authority]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign
            [stamps]
            basicConstraints = critical, CA:FALSE
            extendedKeyUsage = critical, timeStamping
            """;

    @TempDir
    Path folder;

    private Optional<HttpServer> service = Optional.empty();

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("settings"), SETTINGS);
        Files.writeString(folder.resolve("serial"), "01\n");
        for (var name : List.of("root", "other")) {
            openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key");
            openssl(
                    "req",
                    "-new",
                    "-x509",
                    "-days",
                    "30",
                    "-config",
                    "settings",
                    "-extensions",
                    "authority",
                    "-subj",
                    "/CN=" + name,
                    "-key",
                    name + ".key",
                    "-out",
                    name + ".pem");
        }
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "stamps.key");
        openssl("req", "-new", "-config", "settings", "-subj", "/CN=stamps", "-key", "stamps.key", "-out", "asked");
        openssl(
                "x509",
                "-req",
                "-in",
                "asked",
                "-days",
                "30",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-set_serial",
                "7",
                "-extfile",
                "settings",
                "-extensions",
                "stamps",
                "-out",
                "stamps.pem");
        var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/", this::answer);
        started.start();
        service = Optional.of(started);
    }

    @AfterEach
    void stop() {
        service.ifPresent(each -> each.stop(0));
    }

    private void openssl(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Files.write(folder.resolve("query"), exchange.getRequestBody().readAllBytes());
            openssl(
                    "ts",
                    "-reply",
                    "-config",
                    "settings",
                    "-section",
                    "tsa",
                    "-queryfile",
                    "query",
                    "-signer",
                    "stamps.pem",
                    "-inkey",
                    "stamps.key",
                    "-out",
                    "reply");
            var reply = Files.readAllBytes(folder.resolve("reply"));
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String url() {
        return "http://localhost:%d/"
                .formatted(service.orElseThrow().getAddress().getPort());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void packWithATimestamp_isVerifiedOffline() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var exported = Packs.export(folder, "--timestamp-service", url());
            assertThat(exported.exit()).as(exported.text()).isZero();
        }
        stop();
        var pack = folder.resolve("pack.zip");
        var own = Packs.verify(pack);
        assertThat(own.exit()).as(own.text()).isZero();
        assertThat(own.text()).contains("the pack was there at ", "the timestamp's certificate is the pack's own");
        var trusted = Packs.verify(pack, "--timestamp-authority", file("root.pem"));
        assertThat(trusted.exit()).as(trusted.text()).isZero();
        assertThat(trusted.text()).doesNotContain("the timestamp's certificate is the pack's own");
        var other = Packs.verify(pack, "--timestamp-authority", file("other.pem"));
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.text()).contains("seal/timestamp: its certificate is of none of the given authorities");
        cheat(pack);
    }

    private void cheat(Path pack) throws IOException {
        var files = Packs.files(pack);
        var answer = Optional.ofNullable(files.get(PackNames.TIMESTAMP)).orElseThrow();
        var of = StandardHash.sha256(
                Optional.ofNullable(files.get(PackManifest.NAME)).orElseThrow());
        assertThat(Timestamp.check(answer, of, List.of())).isInstanceOf(Timestamp.Outcome.Held.class);
        assertThat(Timestamp.check(answer, Digest32.ofHex("07".repeat(32)), List.of()))
                .isEqualTo(new Timestamp.Outcome.Wrong("it is of something else"));
        var wrong = 0;
        for (var i = 0; i < answer.length(); i++) {
            var changed = answer.toArray();
            changed[i] ^= 1;
            if (Timestamp.check(Bytes.copyOf(changed), of, List.of()) instanceof Timestamp.Outcome.Wrong) wrong++;
            var cut = answer.slice(0, i);
            assertThat(Timestamp.check(cut, of, List.of())).isInstanceOf(Timestamp.Outcome.Wrong.class);
        }
        // What is left is in the certificate's own signature, which only a given authority holds against.
        assertThat(wrong).isGreaterThan(answer.length() * 3 / 4);
        files.remove(PackNames.TIMESTAMP);
        var without = Packs.archived(folder.resolve("without.zip"), files);
        var said = Packs.verify(without, "--timestamp-authority", file("root.pem"));
        assertThat(said.text()).contains("the pack has no timestamp");
        assertThat(said.exit()).isEqualTo(1);
    }

    @Test
    void serviceThatDoesNotAnswer_endsTheExportWithItsName() throws IOException {
        var address = url();
        stop();
        try (var _ = new SmallFleet().write(folder)) {
            var exported = Packs.export(folder, "--timestamp-service", address);
            assertThat(exported.exit()).isNotZero();
            assertThat(folder.resolve("pack.zip")).doesNotExist();
        }
    }
}
