package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.PersonalTexts;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.VeiledLog;
import tallystick.wire.OpeningFiles;

@DisplayName("A node's log holds no personal text, and what is erased beside it is gone, docs/spec/redaction.md")
class VeiledLogTest {
    private static final Digest32 SUBJECT = StandardHash.sha256(Bytes.ofUtf8("subject"));
    private static final AuditEvent ANSWER = new AuditEvent.AnswerHeard(SUBJECT, "u:ann-likes-tea", true);

    @TempDir
    Path folder;

    private final List<AuditEvent> written = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-31T23:00:00Z");

    private VeiledLog log() {
        return new VeiledLog(
                event -> {
                    written.add(event);
                    return written.size() - 1L;
                },
                new OpeningFiles(folder),
                new SeededEntropy(5),
                () -> now);
    }

    private Set<Veil> veils() {
        return PersonalTexts.veils(written.getLast());
    }

    @Test
    void personalText_standsBesideTheLog_andNotInIt() throws StoreUnavailable {
        var log = log();
        log.append(ANSWER);
        assertThat(written.getFirst().toString()).doesNotContain("tea").contains("veil-");
        assertThat(log.openings(veils())).singleElement().satisfies(opening -> {
            assertThat(opening.text()).isEqualTo("u:ann-likes-tea");
            assertThat(opening.opens()).isTrue();
        });
        log.append(ANSWER);
        assertThat(written.get(1)).isNotEqualTo(written.getFirst());
        log.append(new AuditEvent.AlarmRang("vitals", "the disk is full"));
        assertThat(written.getLast()).isEqualTo(new AuditEvent.AlarmRang("vitals", "the disk is full"));
    }

    @Test
    void whatIsErased_isInNoFileAnyMore_andTheLogTellsHowMuchItWas() throws StoreUnavailable, IOException {
        var log = log();
        log.append(ANSWER);
        var ann = veils();
        log.append(new AuditEvent.AnswerHeard(SUBJECT, "u:bo", true));
        var bo = veils();
        var files = new OpeningFiles(folder);
        assertThat(files.erase(opening -> opening.text().contains("tea"), "ticket 12"))
                .isEqualTo(1);
        assertThat(files.erase(opening -> opening.text().contains("tea"), "ticket 12"))
                .isZero();
        assertThat(log.openings(ann)).isEmpty();
        assertThat(log.openings(bo)).hasSize(1);
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList())
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("tea");
        }
        log.tellErased();
        log.tellErased();
        assertThat(written).hasSize(3).last().isEqualTo(new AuditEvent.OpeningsErased(1, "ticket 12"));
    }

    @Test
    void erasureThatCouldNotBeTold_isToldLater() throws StoreUnavailable, IOException {
        log().append(ANSWER);
        new OpeningFiles(folder).erase(_ -> true, "one");
        var broken = new VeiledLog(
                _ -> {
                    throw new StoreUnavailable("append", new IOException("full"));
                },
                new OpeningFiles(folder),
                new SeededEntropy(6),
                () -> now);
        broken.tellErased();
        log().append(ANSWER);
        new OpeningFiles(folder).erase(_ -> true, "two");
        log().tellErased();
        assertThat(written.subList(2, 4))
                .containsExactly(new AuditEvent.OpeningsErased(1, "one"), new AuditEvent.OpeningsErased(1, "two"));
    }

    @Test
    void monthsThatAreOver_areErasedByTheirTime() throws StoreUnavailable, IOException {
        var log = log();
        log.append(ANSWER);
        now = Instant.parse("2026-02-01T01:00:00Z");
        log.append(ANSWER);
        var files = new OpeningFiles(folder);
        assertThat(folder.resolve("openings/2026-01")).exists();
        files.erase(opening -> opening.at().isBefore(Instant.parse("2026-02-01T00:00:00Z")), "older than a month");
        assertThat(folder.resolve("openings/2026-01")).doesNotExist();
        assertThat(files.read(_ -> true)).hasSize(1);
    }

    @Test
    void openingThatACrashCutOff_isCutAway_andTheNextIsWhole() throws StoreUnavailable, IOException {
        log().append(ANSWER);
        var file = folder.resolve("openings/2026-01");
        var whole = Files.readAllBytes(file);
        Files.write(
                file,
                Bytes.concat(Bytes.copyOf(whole), Bytes.copyOf(whole).slice(20, whole.length - 7))
                        .toArray());
        assertThat(new OpeningFiles(folder).read(_ -> true)).hasSize(1);
        now = now.plusSeconds(1);
        new OpeningFiles(folder).keep(List.of(Opening.of(now, SUBJECT, "u:cy")));
        assertThat(new OpeningFiles(folder).read(_ -> true)).hasSize(2);
    }

    @Test
    void openingsThatCannotBeKept_keepTheEntryOut() throws IOException {
        Files.writeString(folder.resolve("openings"), "no folder");
        assertThatThrownBy(() -> log().append(ANSWER)).isInstanceOf(StoreUnavailable.class);
        assertThat(written).isEmpty();
    }
}
