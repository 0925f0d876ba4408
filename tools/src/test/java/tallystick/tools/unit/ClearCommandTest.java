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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Clearance;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
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

    @TempDir
    static Path shared;

    private static final SecretMemory HOME = SecretMemory.open();
    private static final SystemEntropy ENTROPY = new SystemEntropy();
    private static final MemberIdentity RISK = identity("risk");
    private static final MemberIdentity CLIENT = identity("client");
    private static final MemberIdentity OPERATOR = identity("operator");

    @TempDir
    Path folder;

    private static MemberIdentity identity(String name) {
        return MemberIdentity.generate(name, Instant.now(), ENTROPY, HOME);
    }

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

    private static Member member(MemberIdentity identity, Member.Role role) {
        var isNode = role == Member.Role.NODE;
        return new Member(
                identity.name(),
                role,
                identity.key().verifyKey(),
                identity.tls().pin(),
                isNode ? "localhost" : "",
                isNode ? 7000 : 0);
    }

    /// Opening an identity takes long by intent: there is one for all.
    @BeforeAll
    static void identity() throws IOException {
        Files.writeString(shared.resolve("passphrase"), "a long enough passphrase");
        Files.setPosixFilePermissions(shared.resolve("passphrase"), PosixFilePermissions.fromString("rw-------"));
        try (var passphrase = Passphrase.read(shared.resolve("passphrase"), HOME)) {
            IdentityFile.create(shared.resolve("identity"), OPERATOR, passphrase, ENTROPY, HOME);
        }
    }

    @BeforeEach
    void start() throws IOException {
        roster("roster", Member.Role.OPERATOR);
        roster("another", Member.Role.INITIATOR);
        PublishedLog.write(folder.resolve("risk/log"), "risk", RISK.key(), List.of(REFUSAL));
        Files.createDirectories(folder.resolve("client/witness"));
    }

    private void roster(String name, Member.Role ofOperator) throws IOException {
        var members =
                List.of(member(RISK, Member.Role.NODE), member(CLIENT, Member.Role.NODE), member(OPERATOR, ofOperator));
        var signed = SignedRoster.of(new Roster(1, members), OPERATOR.key());
        Files.write(folder.resolve(name), signed.encode().toArray());
    }

    @AfterAll
    static void close() {
        List.of(RISK, CLIENT, OPERATOR).forEach(MemberIdentity::close);
        HOME.close();
    }

    private void clientWrote(AuditEvent... events) throws IOException {
        PublishedLog.write(folder.resolve("client/log"), "client", CLIENT.key(), List.of(events));
    }

    private Ran clear(String node, String checkpoint, String roster, String... further) {
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
                shared.resolve("identity").toString(),
                "--passphrase-file",
                shared.resolve("passphrase").toString(),
                "--roster",
                file(roster)));
        words.addAll(List.of(further));
        return run(words.toArray(String[]::new));
    }

    @Test
    void refusal_isCleared_byWhatTheOperatorSigned() throws IOException {
        clientWrote(REFUSAL);
        var ran = clear("risk", "risk/log/checkpoint", "roster");
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

        var again = clear("risk", "risk/log/checkpoint", "roster");
        assertEquals(1, again.status());
        assertThat(again.err()).contains("exists: the node takes it up within seconds");
        var elsewhere = clear("risk", "risk/log/checkpoint", "roster", "--out", file("out"), "--json");
        assertEquals(0, elsewhere.status(), elsewhere.err());
        assertThat(elsewhere.out()).contains("\"format\" : \"tallystick-clearance-1\"");
        assertThat(folder.resolve("out")).exists();
    }

    @Test
    void whatWouldNotClear_isSaid_andNothingIsWritten() throws IOException {
        var cleared = new AuditEvent.PeerCleared("risk", "operator", "x", SHOWN);
        clientWrote(new AuditEvent.CheckpointCosigned("risk", SHOWN));
        says(clear("risk", "risk/log/checkpoint", "roster"), "does not refuse risk");
        clientWrote(REFUSAL, cleared);
        says(clear("risk", "risk/log/checkpoint", "roster"), "risk was cleared there at ");
        clientWrote(REFUSAL);
        says(clear("nobody", "risk/log/checkpoint", "roster"), "no node called nobody");
        says(clear("risk", "client/log/checkpoint", "roster"), "is no checkpoint that risk signed");
        says(clear("risk", "roster", "roster"), "roster at byte 0");
        says(clear("risk", "risk/log/checkpoint", "another"), "operator is no operator of this roster");
        assertThat(folder.resolve("client/witness")).isEmptyDirectory();
    }

    private static void says(Ran ran, String why) {
        assertEquals(1, ran.status(), ran.out() + ran.err());
        assertThat(ran.err()).contains(why);
    }
}
