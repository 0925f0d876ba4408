package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.attestation.Attestation;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.tools.attest.AttestationJson;
import tallystick.tools.attest.AttestationPaper;
import tallystick.tools.kit.AttestedCeremony;

@DisplayName("Attestations as files, docs/spec/attestation.md §7")
class AttestationFileTest {
    private final AttestedCeremony ceremony = new AttestedCeremony(11);
    private Attestation attestation = ceremony.attestation();

    @TempDir
    Path folder;

    @BeforeEach
    void attest() {
        attestation = ceremony.attestation();
    }

    @AfterEach
    void close() {
        ceremony.close();
    }

    private static String text(Bytes json) {
        return new String(json.toArray(), StandardCharsets.US_ASCII);
    }

    private Attestation incomplete() {
        return ceremony.attestation(
                ceremony.facts(), List.of(AttestedCeremony.testimony("risk"), AttestedCeremony.testimony("backup")));
    }

    @Test
    void writtenAttestation_isReadAsItWas() {
        var json = AttestationJson.encode(attestation);
        assertEquals(new Parsed.Ok<>(attestation), AttestationJson.parse(json));
        assertThat(text(json))
                .startsWith("{\n  \"format\": \"tallystick-attestation\",\n  \"version\": 1,\n  \"complete\": true,\n")
                .contains("\"missing\": [],\n")
                .contains("    \"tree\": \"2 of (risk, client, backup)\",\n")
                .contains("\"began\": \"2026-03-01T09:30:00.125Z\",\n")
                .contains("\"policy\": \"none\",\n")
                .endsWith("\"\n}\n");
        var incomplete = AttestationJson.encode(incomplete());
        assertEquals(new Parsed.Ok<>(incomplete()), AttestationJson.parse(incomplete));
        assertThat(text(incomplete)).contains("\"complete\": false,\n  \"missing\": [\n    \"client\"\n  ],\n");
    }

    @Test
    void otherSpellingsOfTheSame_areRefused() {
        var json = text(AttestationJson.encode(attestation));
        var spellings = List.of(
                json.replace("\n  \"version\": 1", "\n  \"version\":  1"),
                json.replace("\"complete\": true", "\"complete\": false"),
                json.replace("\"missing\": []", "\"missing\": [\"risk\"]"),
                json.replace("\"version\": 1,\n", "\"version\": 1,\n  \"comment\": \"harmless\",\n"),
                json.replace("\"format\"", "\"f\\u006frmat\""),
                json.replace(".125Z", ".125000Z"),
                json.replace("\n", "\r\n"),
                json + "\n",
                " " + json,
                json.replace("\"epoch_before\": 0", "\"epoch_before\": 1"),
                json.replaceFirst("\"words\": \"[a-z]", "\"words\": \"x"));
        for (var spelling : spellings) {
            assertThat(spelling).isNotEqualTo(json);
            assertInstanceOf(Parsed.Malformed.class, AttestationJson.parse(Bytes.ofUtf8(spelling)), spelling);
        }
        assertEquals(11, spellings.size());
    }

    @Test
    void paper_isTheSameEveryTime() throws IOException {
        assertEquals(AttestationPaper.of(attestation), AttestationPaper.of(attestation));
        var paper = AttestationPaper.of(attestation);
        if (System.getProperty("tallystick.paper") != null)
            Files.write(Path.of(System.getProperty("tallystick.paper")), paper.toArray());
        assertThat(paper).isNotEqualTo(AttestationPaper.of(incomplete()));
    }

    @Test
    void paper_saysWhatWasSignedAndHoldsTheFile() throws IOException {
        try (var document = Loader.loadPDF(AttestationPaper.of(attestation).toArray())) {
            assertThat(document.getNumberOfPages()).isBetween(1, 2);
            var said = new PDFTextStripper().getText(document).replace("-", " ").replaceAll("\\s+", " ");
            assertThat(said)
                    .contains(AttestationJson.words(attestation).replace("-", " "))
                    .contains("2 of (risk, client, backup)")
                    .contains("any 2 of these 3")
                    .contains("none: the node judges by no policy")
                    .doesNotContain("INCOMPLETE");
            var names = new PDDocumentNameDictionary(document.getDocumentCatalog());
            var attached = names.getEmbeddedFiles().getNames().get("attestation.json");
            assertEquals(
                    AttestationJson.encode(attestation),
                    Bytes.copyOf(attached.getEmbeddedFile().toByteArray()));
            for (var page : document.getPages())
                for (var name : page.getResources().getFontNames())
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
        }
        try (var document = Loader.loadPDF(AttestationPaper.of(incomplete()).toArray())) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("INCOMPLETE, AND SO NO ATTESTATION. Not signed by: client.");
        }
    }
}
