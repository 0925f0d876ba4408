package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.pack.Governed;
import tallystick.tools.pack.Holdings;
import tallystick.tools.pack.Unfit;

@DisplayName("tallystick evidence export and verify PACK, docs/spec/evidence-pack.md")
class EvidencePackTest {
    @TempDir
    Path folder;

    @Test
    void packOfASmallFleet_isVerified() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var exported = Packs.export(folder);
            assertThat(exported.exit()).as(exported.text()).isZero();
            var verified = Packs.verify(folder.resolve("pack.zip"));
            assertThat(verified.text())
                    .contains("alpha signed the checkpoint over", "2 receipts with 2 signatures were verified")
                    .contains("6 rulings were made again", "the genesis that beta keeps is signed by all its nodes")
                    .contains("33 tables and the report are what the evidence makes of them")
                    .endsWith("verified" + System.lineSeparator());
            assertThat(verified.exit()).isZero();
        }
    }

    private static PackManifest manifest(Path pack) throws IOException {
        var bytes =
                Optional.ofNullable(Packs.files(pack).get(PackManifest.NAME)).orElseThrow();
        return PackManifest.parse(bytes).orThrow();
    }

    @Test
    void partOfTheTime_isTakenAndVerified() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var from = SmallFleet.AT.plusSeconds(60).toString();
            var to = SmallFleet.AT.plusSeconds(120).toString();
            assertThat(Packs.export(folder, "--from", from, "--to", to).exit()).isZero();
            var pack = folder.resolve("pack.zip");
            for (var log : manifest(pack).logs()) {
                assertThat(log.first()).isEqualTo(3);
                assertThat(log.end()).isEqualTo(6);
            }
            var verified = Packs.verify(pack);
            assertThat(verified.exit()).as(verified.text()).isZero();
            assertThat(verified.text())
                    .contains(
                            "all 3 entries of alpha that are of the time are in the pack", "2 rulings were made again");
        }
    }

    @Test
    void timeWithoutEntries_isVerifiedAsOne() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            for (var from : List.of("2025-05-01T00:00:00Z", "2025-06-01T13:00:00Z")) {
                var to = Instant.parse(from).plusSeconds(60).toString();
                assertThat(Packs.export(folder, "--from", from, "--to", to).exit())
                        .isZero();
                var verified = Packs.verify(folder.resolve("pack.zip"));
                assertThat(verified.exit()).as(verified.text()).isZero();
                assertThat(verified.text()).contains("all 0 entries of alpha that are of the time");
            }
        }
    }

    /// What was taken before stays, though the node has gone on since.
    @Test
    void exportBrokenOff_goesOnWithTheLogItBeganWith() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var missing = folder.resolve("beta/log/checkpoint");
            Files.move(missing, folder.resolve("kept"));
            var broken = Packs.export(folder);
            assertThat(broken.exit()).isEqualTo(1);
            assertThat(broken.text()).contains("beta/log holds no file 'checkpoint'");
            assertThat(folder.resolve("pack.zip.plan")).exists();
            Files.move(folder.resolve("kept"), missing);
            Files.delete(folder.resolve("alpha/log/checkpoint"));
            var again = Packs.export(folder);
            assertThat(again.exit()).as(again.text()).isZero();
            assertThat(again.text()).contains("going on with an export that was broken off");
            assertThat(folder.resolve("pack.zip.plan")).doesNotExist();
            assertThat(folder.resolve("pack.zip.part")).doesNotExist();
            assertThat(Packs.verify(folder.resolve("pack.zip")).exit()).isZero();
        }
    }

    @Test
    void otherWishThanTheOneBrokenOff_beginsAnew() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var missing = folder.resolve("beta/log/checkpoint");
            Files.move(missing, folder.resolve("kept"));
            assertThat(Packs.export(folder).exit()).isEqualTo(1);
            Files.move(folder.resolve("kept"), missing);
            var other = Packs.export(folder, "--from", "2025-06-01T00:00:00Z");
            assertThat(other.exit()).as(other.text()).isZero();
            assertThat(other.text()).doesNotContain("broken off");
        }
    }

    @Test
    void whoCameAndTookAndWhatRang_areRowsOfTheTables() throws IOException {
        var hash = StandardHash.sha256(Bytes.ofUtf8("x"));
        var lie = new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var more = new ArrayList<>(events);
                more.add(new AuditEvent.AlarmRang("vitals", "=the disk is full"));
                more.add(new AuditEvent.CallerAdmitted("olga", Member.Role.OPERATOR.code(), hash));
                more.add(new AuditEvent.PackCountersigned(
                        hash, "olga", SmallFleet.AT, SmallFleet.AT.plusSeconds(60), "everything"));
                return more;
            }
        };
        try (var _ = new SmallFleet().telling(lie).write(folder)) {
            assertThat(Packs.export(folder).exit()).isZero();
            var verified = Packs.verify(folder.resolve("pack.zip"));
            assertThat(verified.exit()).as(verified.text()).isZero();
            assertThat(text("parts/11-incidents.csv")).contains("\"alarm\",\"vitals\",\"'=the disk is full\"");
            assertThat(text("parts/07-access.csv"))
                    .contains("\"calls of a day\",\"olga\",\"\",\"\",\"operator\"", "with the key " + hash)
                    .contains("\"evidence taken\",\"olga\"")
                    .contains("2025-06-01T12:00:00Z until 2025-06-01T12:01:00Z, everything, manifest " + hash);
        }
    }

    private String text(String file) throws IOException {
        var bytes = Optional.ofNullable(Packs.files(folder.resolve("pack.zip")).get(file))
                .orElseThrow();
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    /// As many rows as fill several pages, in a script that the font lacks, with words that fit no column.
    @Test
    void report_hasTheRowsOfTheTables_overSeveralPages() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var more = new ArrayList<>(events);
                for (var i = 0; i < 110; i++)
                    more.add(new AuditEvent.AlarmRang("vitals", "drill %d \u5c71\n%s".formatted(i, "x".repeat(90))));
                return more;
            }
        };
        try (var _ = new SmallFleet().telling(lie).write(folder)) {
            assertThat(Packs.export(folder).exit()).isZero();
            var bytes = Optional.ofNullable(
                            Packs.files(folder.resolve("pack.zip")).get("report.pdf"))
                    .orElseThrow();
            try (var document = Loader.loadPDF(bytes.toArray())) {
                var text = new PDFTextStripper().getText(document);
                assertThat(document.getNumberOfPages()).isGreaterThan(4);
                assertThat(text)
                        .contains("4  Withdrawal population", "its one row; whole values are in parts/04-withdrawals")
                        .contains("the first 200 of 220 rows; the others and whole values are in parts/11-incidents")
                        .contains("drill 0", "drill 99", "??xxx")
                        .doesNotContain("drill 109 ");
                assertThat(text.split("at node what subject reason", -1)).hasSizeGreaterThan(3);
            }
            var verified = Packs.verify(folder.resolve("pack.zip"));
            assertThat(verified.exit()).as(verified.text()).isZero();
        }
    }

    @Test
    void packOfNodesWithKnowledge_isVerifiedWithTheFile() throws IOException {
        var file = Files.writeString(folder.resolve("known.json"), """
                {"format": "tallystick-knowledge-1", "labels": [
                  {"account": "eip155:1:0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "name": "Northwind Ltd"}]}
                """);
        var hash = StandardHash.sha256(Bytes.copyOf(Files.readAllBytes(file)));
        try (var _ = new SmallFleet().knowing(hash).write(folder)) {
            assertThat(Packs.export(folder).exit()).isZero();
            var lacking = Packs.verify(folder.resolve("pack.zip"));
            assertThat(lacking.text()).contains("it was read with knowledge that is not in the pack");
            assertThat(lacking.exit()).isEqualTo(1);
            assertThat(Packs.export(folder, "--knowledge", file.toString()).exit())
                    .isZero();
            var verified = Packs.verify(folder.resolve("pack.zip"));
            assertThat(verified.exit()).as(verified.text()).isZero();
            assertThat(verified.text()).contains("alpha beta read requests with the knowledge file " + hash);
            var files = Packs.files(folder.resolve("pack.zip"));
            files.put("knowledge/%s/knowledge.json".formatted(hash), Bytes.ofUtf8("{}"));
            var forged = Packs.verify(Packs.forged(folder.resolve("pack.zip"), files));
            assertThat(forged.text()).contains("knowledge.json has another hash than its name");
            assertThat(forged.exit()).isEqualTo(1);
        }
    }

    @Test
    void keptFilesBeyondAllMeasure_areRefusedUnread() {
        var held = new Holdings() {
            @Override
            public NavigableSet<String> names() {
                return new TreeSet<>(List.of("governed/alpha/01-00"));
            }

            @Override
            public long size(String name) {
                return 300L << 20;
            }

            @Override
            public Bytes read(String name, long from, int lengthBytes) {
                throw new AssertionError("it was read");
            }
        };
        assertThatThrownBy(() -> Governed.read(held, "alpha"))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining("more than 256 MiB");
    }
}
