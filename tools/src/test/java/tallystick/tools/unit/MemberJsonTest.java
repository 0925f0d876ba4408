package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.boot.Main;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("identities, rosters and rotations as programs read them")
class MemberJsonTest {
    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("passphrase"), "a long enough passphrase");
        Files.setPosixFilePermissions(folder.resolve("passphrase"), PosixFilePermissions.fromString("rw-------"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode said(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        var status = Main.of(new Main())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        assertEquals(0, status, err.toString());
        return new JsonMapper().readTree(out.toString());
    }

    private JsonNode identity(String name, String... role) {
        var words = new ArrayList<>(List.of("identity", "new", name, "--dir", file(name)));
        words.addAll(List.of("--passphrase-file", file("passphrase")));
        words.addAll(List.of(role));
        return said(words.toArray(String[]::new));
    }

    private JsonNode signed(String version, String out, String... cards) {
        var words = new ArrayList<>(List.of("roster", "sign", "--identity", file("admin/identity")));
        words.addAll(List.of("--passphrase-file", file("passphrase"), "--version-number", version, "--out", file(out)));
        for (var card : cards) words.add(file(card));
        return said(words.toArray(String[]::new));
    }

    private JsonNode rotated() {
        return said(
                "node",
                "rotate",
                "--dir",
                file("risk"),
                "--passphrase-file",
                file("passphrase"),
                "--roster",
                file("1"));
    }

    @Test
    void lifeOfANodesCertificate_isToldInJson_atEveryStep() {
        assertThat(identity("admin", "--role", "ADMINISTRATOR").path("role").asString())
                .isEqualTo("administrator");
        var risk = identity("risk", "--role", "NODE", "--listen", "localhost:7001");
        assertEquals("tallystick-identity-1", risk.path("format").asString());
        assertEquals("risk", risk.path("name").asString());
        assertThat(Path.of(risk.path("card").asString())).exists();
        var first = signed("1", "1", "risk/risk.card");
        assertEquals("tallystick-roster-1", first.path("format").asString());
        assertEquals(1, first.path("version").asInt());
        assertEquals(first, said("roster", "show", file("1")));
        var member = first.path("members").get(0);
        assertEquals(risk.path("identity"), member.path("identity"));
        assertEquals(risk.path("tls_pin"), member.path("tls_pins").get(0));
        assertEquals(7001, member.path("port").asInt());
        assertThat(rotated().path("changed").asBoolean()).isFalse();

        var renewed = said("identity", "renew", "--dir", file("risk"), "--passphrase-file", file("passphrase"));
        assertEquals(risk.path("identity"), renewed.path("identity"));
        assertThat(renewed.path("tls_pin")).isNotEqualTo(risk.path("tls_pin"));
        var second = signed("2", "2", "risk/risk.card", "risk/risk.next.card");
        assertThat(second.path("members").get(0).path("tls_pins")).hasSize(2);
        var update = List.of("roster", "update", "--roster", file("1"), "--new", file("2"));
        var words = new ArrayList<>(update);
        words.addAll(List.of("--administrator", file("admin/admin.card")));
        assertEquals(second, said(words.toArray(String[]::new)));
        assertEquals(second, said(words.toArray(String[]::new)), "what is in place already");
        var rotated = rotated();
        assertThat(rotated.path("changed").asBoolean()).isTrue();
        assertEquals("risk", rotated.path("node").asString());
        assertThat(Instant.parse(rotated.path("certificate_ends").asString()))
                .isEqualTo(Instant.parse(renewed.path("certificate_ends").asString()));
    }

    @Test
    void cardOfANodeThatMoves_hasTheOtherPlace_andTheSameKeys() {
        identity("admin", "--role", "ADMINISTRATOR");
        var risk = identity("risk", "--role", "NODE", "--listen", "localhost:7001");
        var moved = said(
                "identity",
                "move",
                file("risk/risk.card"),
                "--listen",
                "risk.example.org:7002",
                "--out",
                file("moved"));
        assertEquals("risk.example.org", moved.path("host").asString());
        assertEquals(7002, moved.path("port").asInt());
        var member = signed("1", "2", "moved").path("members").get(0);
        assertEquals("risk.example.org", member.path("host").asString());
        assertEquals(7002, member.path("port").asInt());
        assertEquals(risk.path("identity"), member.path("identity"));
        assertEquals(risk.path("tls_pin"), member.path("tls_pins").get(0));
    }
}
