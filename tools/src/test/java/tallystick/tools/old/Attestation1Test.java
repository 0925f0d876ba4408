package tallystick.tools.old;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.core.attestation.Attestation;
import tallystick.core.attestation.AttestationDraft;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.attestation.SignedTestimony;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.attest.AttestationJson;
import tallystick.tools.verify.VerifyCommand;

@DisplayName("Attestations of version 1, docs/spec/attestation.md")
class Attestation1Test {
    @TempDir
    Path folder;

    private static Path vectors() {
        var root = System.getProperty("tallystick.root");
        if (root == null) throw new AssertionError("the property tallystick.root names the repository's folder");
        return Path.of(root, "vectors/old/attestation-1");
    }

    private static Attestation attestation() throws IOException {
        return AttestationJson.parse(Bytes.copyOf(Files.readAllBytes(vectors().resolve("attestation.json"))))
                .orThrow();
    }

    @Test
    void fileOfVersionOne_isStillVerified() throws IOException {
        for (var line : Files.readAllLines(vectors().resolve("files.txt"))) {
            var words = line.split(" ", 2);
            if (words[0].equals("roster"))
                Files.write(folder.resolve("roster"), Bytes.ofHex(words[1]).toArray());
            if (words[0].equals("administrator")) Files.writeString(folder.resolve("card"), words[1] + "\n");
        }
        var text = new StringWriter();
        var line = new CommandLine(new VerifyCommand()).setOut(new PrintWriter(text));
        var exit = line.execute(
                vectors().resolve("attestation.json").toString(),
                "--roster",
                folder.resolve("roster").toString(),
                "--administrator",
                folder.resolve("card").toString());
        assertThat(text.toString())
                .contains("NOTE  the participants ran different builds: ")
                .contains("NOTE  the participants judged by different policies: ")
                .contains("compare its words: lugik-noluk-kidat-kubut-tomit-kugom")
                .endsWith("verified" + System.lineSeparator());
        assertEquals(0, exit);
    }

    @Test
    void whatNodesKeptInVersionOne_isStillRead() throws IOException {
        var attestation = attestation();
        var signed = new ArrayList<SignedTestimony>();
        var drafts = 0;
        for (var line : Files.readAllLines(vectors().resolve("files.txt"))) {
            var words = line.split(" ", 2);
            if (words[0].equals("node")) {
                var kept = NodeAttestation.parse(Bytes.ofHex(words[1])).orThrow();
                assertEquals(Bytes.ofHex(words[1]), kept.encode());
                assertTrue(kept.own().verifies(kept.facts()));
                assertEquals(attestation.certificate(), kept.certificate());
                signed.add(kept.own());
            }
            if (words[0].equals("draft")) {
                var draft = AttestationDraft.parse(Bytes.ofHex(words[1])).orThrow();
                assertEquals(attestation.facts(), draft.facts());
                assertEquals(Bytes.ofHex(words[1]), draft.encode());
                drafts++;
            }
        }
        assertEquals(attestation.signed(), signed);
        assertEquals(3, signed.size());
        assertEquals(1, drafts);
    }
}
