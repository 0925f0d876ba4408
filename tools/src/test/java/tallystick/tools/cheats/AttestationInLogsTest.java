package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import picocli.CommandLine;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.IdentityKey;
import tallystick.tools.attest.AttestationJson;
import tallystick.tools.kit.AttestedCeremony;
import tallystick.tools.kit.PublishedLog;
import tallystick.tools.verify.LogCommand;
import tallystick.tools.verify.VerifyCommand;

@DisplayName("Attestations in the participants' logs, docs/spec/attestation.md §9")
class AttestationInLogsTest {
    private static final Digest32 OTHER = StandardHash.sha256(Bytes.ofUtf8("other"));

    private final AttestedCeremony ceremony = new AttestedCeremony(31);

    @TempDir
    Path folder;

    private record Ran(int exit, String text) {}

    @BeforeEach
    void write() throws IOException {
        ceremony.trust(folder, ceremony.roster());
        Files.write(
                folder.resolve("attestation.json"),
                AttestationJson.encode(ceremony.attestation()).toArray());
    }

    @AfterEach
    void close() {
        ceremony.close();
    }

    private AuditEvent.CeremonyActivated activated() {
        var key = ceremony.certificate().key();
        return new AuditEvent.CeremonyActivated(
                key.id(),
                key.epoch(),
                key.scheme().code(),
                key.tree().toString(),
                key.point().encode(),
                key.chainCode(),
                OTHER);
    }

    private AuditEvent.CeremonyAttested attested(String name) {
        var own = AttestedCeremony.testimony(name);
        return new AuditEvent.CeremonyAttested(
                ceremony.facts().key().id(),
                1,
                own.statement(ceremony.facts()),
                ceremony.signed(ceremony.facts(), own).signature().bytes());
    }

    private AuditEvent.Signed receipt(int epoch, Digest32 build) {
        var key = ceremony.facts().key();
        // Ed25519 takes any message, and an identity key signs one for us.
        var message = Bytes.ofUtf8("tallystick.node/receipt");
        try (var signer = IdentityKey.generate(new tallystick.crypto.secret.SeededEntropy(3), home)) {
            return new AuditEvent.Signed(new Receipt(
                    new IntentId(OTHER),
                    key.id(),
                    epoch,
                    DerivationPath.root(),
                    Algorithm.ED25519,
                    signer.verifyKey().bytes(),
                    Optional.empty(),
                    OTHER,
                    List.of("risk", "client"),
                    OTHER,
                    build,
                    List.of(new Receipt.Part(message, signer.signNote(message).bytes(), 0))));
        }
    }

    private final tallystick.crypto.secret.SecretMemory home = tallystick.crypto.secret.SecretMemory.open();

    private Path log(String name, AuditEvent... events) throws IOException {
        var log = folder.resolve("log-" + name);
        PublishedLog.write(log, name, ceremony.key(name), List.of(events));
        return log;
    }

    private static Ran run(Object command, List<String> words) {
        var text = new StringWriter();
        var line = new CommandLine(command).setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        return new Ran(line.execute(words.toArray(String[]::new)), text.toString());
    }

    private Ran verify(Object... further) {
        var words = new ArrayList<>(List.of(
                folder.resolve("attestation.json").toString(),
                "--roster",
                folder.resolve("roster").toString(),
                "--administrator",
                folder.resolve("administrator.card").toString()));
        for (var each : further) words.add(each.toString());
        return run(new VerifyCommand(), words);
    }

    private static void assertWrong(String why, Ran ran) {
        assertThat(ran.text()).contains("WRONG " + why).endsWith("NOT VERIFIED" + System.lineSeparator());
        assertEquals(1, ran.exit());
    }

    /// The proof of one entry of a log.
    private Path proof(Path log, int index) {
        var file = folder.resolve("entry-%d.tlog-proof".formatted(index));
        var ran = run(
                new LogCommand(), List.of("show", log.toString(), String.valueOf(index), "--proof", file.toString()));
        assertEquals(0, ran.exit(), ran.text());
        return file;
    }

    @Test
    void logThatHoldsWhatWasSigned_isFound() throws IOException {
        var ran = verify(
                "--log", log("risk", activated(), attested("risk")),
                "--log", log("client", activated(), attested("client")));
        assertThat(ran.text())
                .contains("ok    the log of risk holds what it signed here")
                .contains("ok    the log of client holds what it signed here")
                .contains("ok    the log of client says that this epoch became active");
        assertEquals(0, ran.exit(), ran.text());
    }

    @Test
    void logWithoutIt_isNamed() throws IOException {
        assertWrong("the log of risk holds what it signed here", verify("--log", log("risk", activated())));
        assertWrong(
                "the log of client holds what it signed here",
                verify("--log", log("client", activated(), attested("risk"))));
        assertWrong(
                "the log of backup says that this epoch became active",
                verify("--log", log("backup", attested("backup"))));
        var said = attested("risk");
        var epochs = List.of(
                new AuditEvent.CeremonyAttested(said.keyId(), 2, said.statement(), said.signature()),
                new AuditEvent.CeremonyAttested(OTHER, 1, said.statement(), said.signature()),
                new AuditEvent.CeremonyAttested(said.keyId(), 1, OTHER, said.signature()),
                new AuditEvent.CeremonyAttested(
                        said.keyId(), 1, said.statement(), attested("client").signature()));
        for (var each : epochs) {
            var log = folder.resolve("other-" + epochs.indexOf(each));
            PublishedLog.write(log, "risk", ceremony.key("risk"), List.of(activated(), each));
            assertWrong("the log of risk holds what it signed here", verify("--log", log));
        }
        assertEquals(4, epochs.size());
    }

    @Test
    void activationOfAnotherKeyOrEpoch_isNone() throws IOException {
        var key = activated();
        var others = List.of(
                new AuditEvent.CeremonyActivated(OTHER, 1, 4, key.tree(), key.point(), OTHER, OTHER),
                new AuditEvent.CeremonyActivated(key.keyId(), 2, 4, key.tree(), key.point(), OTHER, OTHER),
                new AuditEvent.CeremonyActivated(key.keyId(), 1, 4, "2 of (a, b)", key.point(), OTHER, OTHER),
                new AuditEvent.CeremonyActivated(key.keyId(), 1, 4, key.tree(), OTHER.bytes(), OTHER, OTHER));
        for (var each : others) {
            var log = folder.resolve("other-" + others.indexOf(each));
            PublishedLog.write(log, "risk", ceremony.key("risk"), List.of(each, attested("risk")));
            assertWrong("the log of risk says that this epoch became active", verify("--log", log));
        }
        assertEquals(4, others.size());
    }

    @Test
    void damagedLog_isNotLookedInto() throws IOException {
        var log = log("risk", activated(), attested("risk"));
        var tile = log.resolve("tile/entries/000.p/2");
        var bytes = Files.readAllBytes(tile);
        bytes[bytes.length - 1] ^= 1;
        Files.write(tile, bytes);
        var ran = verify("--log", log);
        assertThat(ran.text()).doesNotContain("holds what it signed here");
        assertEquals(1, ran.exit());
    }

    @Test
    void proofsOfEntries_areJudged() throws IOException {
        var log = log(
                "risk",
                activated(),
                attested("risk"),
                receipt(1, AttestedCeremony.build()),
                receipt(1, OTHER),
                receipt(2, OTHER),
                attested("client"),
                new AuditEvent.NodeStopped(OTHER));
        assertThat(verify("--proof", proof(log, 0)).text())
                .contains("ok    the entry says that this epoch became active");
        assertThat(verify("--proof", proof(log, 1)).text()).contains("ok    the entry is what risk signed here");
        var same = verify("--proof", proof(log, 2));
        assertThat(same.text())
                .contains("ok    the receipt is of key ")
                .contains("ok    risk signed by the build it attests");
        assertEquals(0, same.exit());
        var other = verify("--proof", proof(log, 3));
        assertThat(other.text()).contains("NOTE  risk signed by build ");
        assertEquals(0, other.exit());
        assertWrong("the receipt is of key ", verify("--proof", proof(log, 4)));
        assertWrong("the entry is what risk signed here", verify("--proof", proof(log, 5)));
        assertWrong("the entry is neither of this ceremony nor a receipt", verify("--proof", proof(log, 6)));
    }

    @Test
    void optionsOfTheOtherKind_areRefused() throws IOException {
        var log = log("risk", activated());
        var trust = List.of(
                "--roster",
                folder.resolve("roster").toString(),
                "--administrator",
                folder.resolve("administrator.card").toString());
        var words = new ArrayList<>(List.of(log.toString(), "--build", OTHER.toString()));
        words.addAll(trust);
        assertUnusable("--log, --proof and --build go with an attestation", run(new VerifyCommand(), words));
        assertUnusable("--checkpoint goes with a log", verify("--checkpoint", log.resolve("checkpoint")));
    }

    /// Nothing is said of what was to be verified.
    private static void assertUnusable(String why, Ran ran) {
        assertThat(ran.text()).contains("tallystick: " + why).doesNotContain("VERIFIED");
        assertEquals(2, ran.exit());
    }
}
