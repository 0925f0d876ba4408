package tallystick.control.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tallystick.control.access.TrustedProxies;
import tallystick.core.chain.bitcoin.BitcoinNetwork;

/// What is said of wrong arguments has no password in it.
class MainTest {
    private static final int WRONG = 2;
    private static final String REGTEST = BitcoinNetwork.REGTEST.chain().toString();

    private record Said(int exit, String words) {}

    private static Said run(String... more) {
        var words = new ArrayList<String>();
        words.addAll(List.of("--dir", "d", "--roster", "r", "--identity", "i", "--passphrase-file", "p"));
        words.addAll(List.of(more));
        var said = new StringWriter();
        var exit = new CommandLine(new Main())
                .setErr(new PrintWriter(said))
                .setOut(new PrintWriter(said))
                .execute(words.toArray(String[]::new));
        return new Said(exit, said.toString());
    }

    @Test
    void endpointThatIsNone_isRefused_andNotRepeated() {
        for (var wrong : List.of(
                REGTEST + "=core+http://user:hunter77@host:8332#/cookie",
                REGTEST + "=core+http://user:hunter77@:8332",
                REGTEST + "=core+ftp://user:hunter77@host",
                REGTEST + "=http://user:hunter77@host/[",
                "eip155:1=core+http://user:hunter77@host:8332",
                "bip122:00000000000000000000000000000000=core+http://user:hunter77@host",
                "hunter77")) {
            var said = run("--rpc", wrong);
            assertThat(said.exit()).as(wrong).isEqualTo(WRONG);
            assertThat(said.words()).as(wrong).contains("--rpc").doesNotContain("hunter77");
        }
    }

    @Test
    void restoreInTheFuture_orAtNoMoment_isRefused() {
        for (var wrong : List.of("2999-01-01T00:00:00Z", "yesterday", "2026-11-23")) {
            var said = run("--restored-at", wrong);
            assertThat(said.exit()).as(wrong).isEqualTo(WRONG);
            assertThat(said.words()).contains("--restored-at: expected a moment that is past");
        }
    }

    @Test
    void settings_printNoAddressOfAnEndpoint() {
        var settings = new Settings(
                Path.of("d"),
                Path.of("r"),
                Path.of("i"),
                Path.of("p"),
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                Map.of(BitcoinNetwork.REGTEST.chain(), List.of(URI.create("core+http://user:hunter77@host:8332"))),
                3,
                Duration.ofSeconds(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                new TrustedProxies(List.of()));
        assertThat(settings.toString()).doesNotContain("hunter77").contains("d");
    }
}
