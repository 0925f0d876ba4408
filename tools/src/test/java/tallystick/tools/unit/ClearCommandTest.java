package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Clearance;
import tallystick.core.governance.SignedRoster;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.boot.Main;
import tallystick.tools.kit.PublishedLog;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;

@DisplayName("An operator ends the refusal of a node whose log began anew, docs/spec/audit-log.md §5")
class ClearCommandTest {
    private static final TreeHead REMEMBERED = new TreeHead(8, new Digest32(Bytes.copyOf(new byte[32])));
    private static final TreeHead SHOWN = new TreeHead(5, new Digest32(Bytes.copyOf(new byte[32])));
    private static final AuditEvent REFUSAL =
            new AuditEvent.PeerQuarantined("risk", "its log lost entries it had signed", REMEMBERED, SHOWN);

    private final SecretMemory home = SecretMemory.open();
    private final List<MemberIdentity> opened = new ArrayList<>();

    @TempDir
    Path folder;

    private record Ran(int status, String out, String err) {}

    private static Ran run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var status = Main.of(new Main())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Ran(status, out.toString(), err.toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private MemberIdentity identity(String name) throws IOException {
        try (var passphrase = Passphrase.read(folder.resolve("passphrase"), home)) {
            var identity = IdentityFile.open(folder.resolve(name).resolve("identity"), passphrase, home);
            opened.add(identity);
            return identity;
        }
    }

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("passphrase"), "a long enough passphrase");
        Files.setPosixFilePermissions(folder.resolve("passphrase"), PosixFilePermissions.fromString("rw-------"));
        for (var member : List.of("risk node", "client node", "operator operator", "administrator administrator")) {
            var name = member.split(" ", -1)[0];
            var words = new ArrayList<>(List.of(
                    "identity",
                    "new",
                    name,
                    "--role",
                    member.split(" ", -1)[1],
                    "--dir",
                    file(name),
                    "--passphrase-file",
                    file("passphrase")));
            if (member.endsWith("node")) words.addAll(List.of("--listen", "localhost:7000"));
            assertEquals(0, run(words.toArray(String[]::new)).status());
        }
        var signed = run(
                "roster",
                "sign",
                "--identity",
                file("administrator/identity"),
                "--passphrase-file",
                file("passphrase"),
                "--out",
                file("roster"),
                file("risk/risk.card"),
                file("client/client.card"),
                file("operator/operator.card"));
        assertEquals(0, signed.status(), signed.err());
        PublishedLog.write(folder.resolve("risk/log"), "risk", identity("risk").key(), List.of(REFUSAL));
        Files.createDirectories(folder.resolve("client/witness"));
    }

    @AfterEach
    void close() {
        opened.forEach(MemberIdentity::close);
        home.close();
    }

    private void clientWrote(AuditEvent... events) throws IOException {
        PublishedLog.write(
                folder.resolve("client/log"), "client", identity("client").key(), List.of(events));
    }

    private Ran clear(String node, String checkpoint, String as, String... further) {
        var words = new ArrayList<>(List.of(
                "node",
                "clear",
                node,
                "--dir",
                file("client"),
                "--checkpoint",
                file(checkpoint),
                "--reason",
                "disk lost",
                "--identity",
                file(as),
                "--passphrase-file",
                file("passphrase"),
                "--roster",
                file("roster")));
        words.addAll(List.of(further));
        return run(words.toArray(String[]::new));
    }

    @Test
    void refusal_isCleared_byWhatTheOperatorSigned() throws IOException {
        clientWrote(REFUSAL);
        var ran = clear("risk", "risk/log/checkpoint", "operator/identity");
        assertEquals(0, ran.status(), ran.err());
        assertThat(ran.out())
                .contains("risk is refused there: its log lost entries it had signed", "8 entries", "from 1 entries");
        var laid = Bytes.copyOf(Files.readAllBytes(folder.resolve("client/witness/risk.clearance")));
        var clearance = Clearance.parse(laid).orThrow();
        assertEquals("risk", clearance.draft().peer());
        assertEquals("operator", clearance.draft().operator());
        assertEquals(REMEMBERED, clearance.draft().remembered());
        assertEquals(1, clearance.draft().from().head().size());
        var roster = SignedRoster.parse(Bytes.copyOf(Files.readAllBytes(folder.resolve("roster"))))
                .orThrow()
                .roster();
        assertTrue(roster.named("operator")
                .orElseThrow()
                .identity()
                .verifies(clearance.statement(), clearance.signature()));

        var again = clear("risk", "risk/log/checkpoint", "operator/identity");
        assertEquals(1, again.status());
        assertThat(again.err()).contains("exists: the node takes it up within seconds");
        var elsewhere = clear("risk", "risk/log/checkpoint", "operator/identity", "--out", file("out"), "--json");
        assertEquals(0, elsewhere.status(), elsewhere.err());
        assertThat(elsewhere.out()).contains("\"format\" : \"tallystick-clearance-1\"");
        assertThat(folder.resolve("out")).exists();
    }

    @Test
    void whatWouldNotClear_isSaid_andNothingIsWritten() throws IOException {
        var cleared = new AuditEvent.PeerCleared("risk", "operator", "x", SHOWN);
        clientWrote(new AuditEvent.CheckpointCosigned("risk", SHOWN));
        says(clear("risk", "risk/log/checkpoint", "operator/identity"), "does not refuse risk");
        clientWrote(REFUSAL, cleared);
        says(clear("risk", "risk/log/checkpoint", "operator/identity"), "risk was cleared there at ");
        clientWrote(REFUSAL);
        says(clear("nobody", "risk/log/checkpoint", "operator/identity"), "no node called nobody");
        says(clear("risk", "client/log/checkpoint", "operator/identity"), "is no checkpoint that risk signed");
        says(clear("risk", "passphrase", "operator/identity"), "passphrase at byte 0");
        says(clear("risk", "risk/log/checkpoint", "client/identity"), "client is no operator of this roster");
        assertThat(folder.resolve("client/witness")).isEmptyDirectory();
    }

    private static void says(Ran ran, String why) {
        assertEquals(1, ran.status(), ran.out() + ran.err());
        assertThat(ran.err()).contains(why);
    }
}
