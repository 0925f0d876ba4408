package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.core.intent.IntentId;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.Frontier;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.Tile;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.tools.verify.LogCommand;
import tallystick.tools.verify.VerifyCommand;
import tallystick.wire.Card;

@DisplayName("tallystick verify and log, docs/spec/audit-log.md §7")
class VerifyTest {
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000);
    private static final Digest32 KEY = Digest32.ofHex("11".repeat(32));
    private static final Digest32 ZERO = Digest32.ofHex("00".repeat(32));

    private final SecretMemory home = SecretMemory.open();
    private final SeededEntropy entropy = new SeededEntropy(41);
    private final IdentityKey node = IdentityKey.generate(entropy, home);
    private final IdentityKey witness = IdentityKey.generate(entropy, home);
    private final IdentityKey administrator = IdentityKey.generate(entropy, home);
    private final String origin = LogNames.origin("a", node.verifyKey());

    @TempDir
    Path folder;

    private record Ran(int exit, String text) {}

    @BeforeEach
    void write() throws IOException {
        var roster =
                new Roster(1, List.of(member("a", Member.Role.NODE, node), member("b", Member.Role.NODE, witness)));
        Files.write(
                folder.resolve("roster"),
                SignedRoster.of(roster, administrator).encode().toArray());
        Files.writeString(folder.resolve("card"), Card.print(member("root", Member.Role.ADMINISTRATOR, administrator)));
        log(events(ZERO));
    }

    @AfterEach
    void close() {
        node.close();
        witness.close();
        administrator.close();
        home.close();
    }

    private static Member member(String name, Member.Role role, IdentityKey key) {
        var isNode = role == Member.Role.NODE;
        var pin = new Digest32(key.verifyKey().bytes());
        return new Member(name, role, key.verifyKey(), pin, isNode ? "localhost" : "", isNode ? 9000 : 0);
    }

    /// @param message what the receipt says was signed; the signature is over zeros
    private List<AuditEvent> events(Digest32 message) {
        try (var secret = Curve.SECP256K1.group().randomSecret(new SeededEntropy(5), home)) {
            var point = (Point) secret.timesGenerator();
            var part = new Receipt.Part(message.bytes(), EcdsaSign.sign(secret, ZERO), 0);
            return List.of(
                    new AuditEvent.NodeStarted("test", ZERO, ZERO),
                    new AuditEvent.CeremonyActivated(KEY, 1, 1, "2 of (a, b)", point.encode(), ZERO, ZERO),
                    new AuditEvent.Signed(new Receipt(
                            new IntentId(ZERO),
                            KEY,
                            1,
                            DerivationPath.root(),
                            Algorithm.ECDSA_SECP256K1,
                            point.encode(),
                            Optional.empty(),
                            ZERO,
                            List.of("a", "b"),
                            ZERO,
                            ZERO,
                            List.of(part))),
                    new AuditEvent.CheckpointCosigned("b", TreeHead.EMPTY),
                    new AuditEvent.NodeStopped(ZERO));
        }
    }

    /// A log of fewer than 256 entries, as a node publishes it, cosigned by b over its first three.
    private void log(List<AuditEvent> events) throws IOException {
        var entries =
                events.stream().map(event -> new AuditEntry(AT, event).encode()).toList();
        var leaves = entries.stream().map(MerkleTree::leaf).toList();
        put("tile/0/000.p/" + leaves.size(), new Tile(leaves).encode());
        put("tile/entries/000.p/" + leaves.size(), new EntryBundle(entries).encode());
        put("checkpoint", signed(leaves, leaves.size()).encode());
        var early = signed(leaves, Math.min(3, leaves.size()));
        var line = early.note().cosign(LogNames.origin("b", witness.verifyKey()), witness, AT);
        put("cosigned/b", early.note().with(List.of(line)).encode());
    }

    private SignedCheckpoint signed(List<Digest32> leaves, int size) {
        var frontier = new Frontier();
        leaves.subList(0, size).forEach(frontier::append);
        return SignedCheckpoint.of(origin, frontier.head(), node);
    }

    private void put(String name, Bytes content) throws IOException {
        var file = folder.resolve("log").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.toArray());
    }

    private static Ran run(Object command, Object... arguments) {
        var text = new StringWriter();
        var line = new CommandLine(command).setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        var words = new ArrayList<String>();
        for (var each : arguments) words.add(each.toString());
        return new Ran(line.execute(words.toArray(String[]::new)), text.toString());
    }

    private Ran verify(Object... further) {
        var arguments = new ArrayList<Object>(
                List.of("--roster", folder.resolve("roster"), "--administrator", folder.resolve("card")));
        arguments.addAll(List.of(further));
        return run(new VerifyCommand(), arguments.toArray());
    }

    private void assertWrong(String why, Ran ran) {
        assertThat(ran.text()).contains("WRONG").contains(why).contains("NOT VERIFIED");
        assertEquals(1, ran.exit());
    }

    @Test
    void wholeLog_isVerified() {
        var ran = verify(folder.resolve("log"));
        assertThat(ran.text())
                .contains("node a signed the checkpoint over 5 entries")
                .contains("5 entries hash to the root")
                .contains("the log goes on from cosigned/b, over 3 entries")
                .contains("cosigned/b is cosigned by b at " + AT)
                .contains("1 receipts were looked at")
                .endsWith("verified" + System.lineSeparator());
        assertEquals(0, ran.exit());
        var json = verify(folder.resolve("log"), "--json");
        assertThat(json.text()).startsWith("{\"verified\":true");
    }

    @Test
    void everyAlteredByteOfEveryFile_isFound() throws IOException {
        var altered = 0;
        for (var name : List.of("checkpoint", "cosigned/b", "tile/0/000.p/5", "tile/entries/000.p/5")) {
            var file = folder.resolve("log").resolve(name);
            var whole = Files.readAllBytes(file);
            for (var i = 0; i < whole.length; i += 3) {
                var changed = whole.clone();
                changed[i] ^= 1;
                Files.write(file, changed);
                assertEquals(1, verify(folder.resolve("log")).exit(), name + " at " + i);
                altered++;
            }
            Files.write(file, whole);
        }
        assertThat(altered).isGreaterThan(300);
    }

    @Test
    void missingTile_isFound() throws IOException {
        Files.delete(folder.resolve("log/tile/0/000.p/5"));
        assertWrong("tile/0/000.p/5 is missing", verify(folder.resolve("log")));
    }

    @Test
    void signatureOfAReceiptThatDoesNotVerify_isFound() throws IOException {
        log(events(KEY));
        assertWrong("entry 2: a signature of the receipt does not verify", verify(folder.resolve("log")));
    }

    @Test
    void receiptUnderAKeyNeverActivated_isFound() throws IOException {
        var events = new ArrayList<>(events(ZERO));
        events.set(1, new AuditEvent.NodeStopped(ZERO));
        log(events);
        assertWrong("entry 2: signed under a key this log never saw activated", verify(folder.resolve("log")));
    }

    @Test
    void receiptUnderAnotherKey_isFound() throws IOException {
        var events = new ArrayList<>(events(ZERO));
        var generator = Curve.SECP256K1.group().generator().encode();
        events.set(1, new AuditEvent.CeremonyActivated(KEY, 1, 1, "2 of (a, b)", generator, ZERO, ZERO));
        log(events);
        assertWrong("entry 2: signed under another key than", verify(folder.resolve("log")));
    }

    @Test
    void logShorterThanACheckpointKeptElsewhere_isFound() throws IOException {
        Files.copy(folder.resolve("log/checkpoint"), folder.resolve("kept"));
        log(events(ZERO).subList(0, 4));
        assertWrong(
                "was signed over 5 entries, and the log has only 4",
                verify(folder.resolve("log"), "--checkpoint", folder.resolve("kept")));
    }

    @Test
    void logThatForkedFromACheckpointKeptElsewhere_isFound() throws IOException {
        Files.copy(folder.resolve("log/checkpoint"), folder.resolve("kept"));
        var events = new ArrayList<>(events(ZERO));
        events.set(4, new AuditEvent.NodeStopped(KEY));
        log(events);
        assertWrong("the log goes on from", verify(folder.resolve("log"), "--checkpoint", folder.resolve("kept")));
    }

    @Test
    void strangersRoster_isNotBelieved() throws IOException {
        var other = new Roster(1, List.of(member("a", Member.Role.NODE, node)));
        Files.write(
                folder.resolve("roster"),
                SignedRoster.of(other, witness).encode().toArray());
        assertWrong("is not signed by root", verify(folder.resolve("log")));
    }

    @Test
    void logOfNobodyInTheRoster_isNotVerified() throws IOException {
        var other = new Roster(1, List.of(member("b", Member.Role.NODE, witness)));
        Files.write(
                folder.resolve("roster"),
                SignedRoster.of(other, administrator).encode().toArray());
        assertWrong("the log is one of a node of the roster", verify(folder.resolve("log")));
    }

    @Test
    void cosignatureOfAnotherKey_isFound() throws IOException {
        var early = SignedCheckpoint.parse(Bytes.copyOf(Files.readAllBytes(folder.resolve("log/cosigned/b"))))
                .orThrow();
        var own = new SignedCheckpoint(
                new tallystick.core.tlog.SignedNote(
                        early.note().text(), early.note().signatures().subList(0, 1)),
                early.checkpoint());
        put("cosigned/b", own.encode());
        assertWrong("no such signature", verify(folder.resolve("log")));
    }

    @Test
    void proofOfOneEntry_isVerifiedByItself() throws IOException {
        var file = folder.resolve("entry.tlog-proof");
        assertEquals(
                0,
                run(new LogCommand(), "show", folder.resolve("log"), "2", "--proof", file)
                        .exit());
        var ran = verify(file);
        assertThat(ran.text())
                .contains("entry 2 is one of 5")
                .contains("it is signed of")
                .contains("verify");
        assertEquals(0, ran.exit());
        var whole = Files.readString(file);
        Files.writeString(file, whole.replace("index 2", "index 1"));
        assertWrong("entry 1 is one of 5", verify(file));
        Files.writeString(file, "nonsense");
        assertWrong("expected header", verify(file));
    }

    @Test
    void entries_areListedAndShown() {
        var list = run(new LogCommand(), "list", folder.resolve("log"));
        assertEquals(5, list.text().lines().count());
        assertThat(list.text()).contains("ceremony_activated").contains("tree=2 of (a, b)");
        var json = run(new LogCommand(), "list", folder.resolve("log"), "--json", "--from", "4");
        assertThat(json.text()).contains("\"kind\":\"node_stopped\"").contains("\"index\":4");
        var show = run(new LogCommand(), "show", folder.resolve("log"), "2");
        assertThat(show.text()).contains("signed").contains("parts");
        assertEquals(
                1, run(new LogCommand(), "show", folder.resolve("log"), "9").exit());
        assertEquals(Optional.empty(), Optional.of(show).filter(each -> each.exit() != 0));
    }
}
