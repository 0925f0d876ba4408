package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.node.kit.LogBench;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialDisk;
import tallystick.node.log.FileLog;
import tallystick.node.log.LogDamaged;

@DisplayName("A log that was killed, cut or altered, docs/spec/audit-log.md §6")
class LogDamageTest {
    private final LogBench bench = new LogBench("a", "b");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    private Path live() {
        return folder.resolve("live");
    }

    private Path copy(String name) throws IOException {
        var copy = folder.resolve(name);
        LogBench.delete(copy);
        LogBench.copy(live(), copy);
        return copy;
    }

    private LogDamaged refusal(Path directory) {
        return assertThrows(LogDamaged.class, () -> bench.open(directory, "a").close());
    }

    /// The directory as it is on disk between the sync of the journal and anything that follows it: the journal of now
    /// beside the published files of before.
    private Path killedAfterSync(String name) throws Exception {
        Path before;
        try (var log = bench.open(live(), "a")) {
            for (var i = 0; i < 3; i++) log.append(LogBench.event(i));
        }
        try (var log = bench.open(live(), "a")) {
            log.append(LogBench.event(3));
            before = publishedCopy(name, log);
            log.append(LogBench.event(4));
            Files.copy(
                    live().resolve("journal"),
                    before.resolve("journal"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return before;
    }

    /// A copy that holds the checkpoint over all entries, which is published just after the answer.
    private Path publishedCopy(String name, FileLog log) throws IOException {
        var _ = Patience.published(log);
        return copy(name);
    }

    @Test
    void processKilledAtAnyByteOfAnAppend_keepsEveryAnsweredEntry() throws Exception {
        var killed = killedAfterSync("killed");
        var whole = Files.readAllBytes(killed.resolve("journal"));
        var records = recordStarts(whole);
        var last = records.getLast();
        var tried = 0;
        var disk = new TrialDisk((_, _) -> {});
        for (var length = last; length <= whole.length; length++) {
            var copy = folder.resolve("cut");
            LogBench.delete(copy);
            LogBench.copy(killed, copy);
            Files.write(copy.resolve("journal"), Arrays.copyOf(whole, length));
            var expected = length == whole.length ? 5 : 4;
            var trial = disk.path(copy);
            try (var log = bench.open(trial, "a")) {
                assertEquals(expected, log.checkpoint().head().size(), "cut at " + length);
                assertEquals(expected, log.append(LogBench.event(9)));
            }
            if (length % 8 == 0)
                try (var log = bench.open(trial, "a")) {
                    assertEquals(expected + 1, log.checkpoint().head().size());
                    assertEquals(log.checkpoint().head(), log.tiles().verify());
                }
            tried++;
        }
        assertThat(tried).isGreaterThan(300);
    }

    private static List<Integer> recordStarts(byte[] journal) {
        var header = 18 + 1;
        var starts = new java.util.ArrayList<Integer>();
        var at = header + 4 + u32(journal, header);
        while (at < journal.length) {
            starts.add(at);
            at += 4 + u32(journal, at) + 32;
        }
        return starts;
    }

    private static int u32(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    @Test
    void journalCutBelowAPublishedCheckpoint_isRefusedAtEveryByte() throws Exception {
        Path copy;
        try (var log = bench.open(live(), "a")) {
            for (var i = 0; i < 3; i++) log.append(LogBench.event(i));
            copy = publishedCopy("published", log);
        }
        var whole = Files.readAllBytes(copy.resolve("journal"));
        var starts = recordStarts(whole);
        for (var length = starts.getFirst(); length < whole.length; length += 7) {
            Files.write(copy.resolve("journal"), Arrays.copyOf(whole, length));
            assertThat(refusal(copy)).hasMessageContaining("was signed over 3 entries, and only");
        }
    }

    @Test
    void everyAlteredByteOfTheJournal_isRefused() throws Exception {
        Path copy;
        try (var log = bench.open(live(), "a")) {
            for (var i = 0; i < 3; i++) log.append(LogBench.event(i));
            copy = publishedCopy("altered", log);
        }
        var whole = Files.readAllBytes(copy.resolve("journal"));
        for (var i = 0; i < whole.length; i += 5) {
            var changed = whole.clone();
            changed[i] ^= 1;
            Files.write(copy.resolve("journal"), changed);
            refusal(copy);
        }
    }

    @Test
    void everyAlteredTile_isRefused() throws Exception {
        try (var log = bench.open(live(), "a")) {
            for (var i = 0; i < 300; i++) log.append(LogBench.event(i));
        }
        var altered = 0;
        for (var name : List.of("tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000")) {
            var copy = copy("tiles");
            var bytes = Files.readAllBytes(copy.resolve(name));
            bytes[bytes.length / 2] ^= 1;
            Files.write(copy.resolve(name), bytes);
            refusal(copy);
            Files.delete(copy.resolve(name));
            refusal(copy);
            altered++;
        }
        assertEquals(4, altered);
    }

    @Test
    void missingJournalOrCheckpoint_isRefused() throws Exception {
        try (var log = bench.open(live(), "a")) {
            log.append(LogBench.event(0));
        }
        var copy = copy("missing");
        Files.delete(copy.resolve("journal"));
        assertThat(refusal(copy)).hasMessageContaining("journal is missing");
        copy = copy("missing");
        Files.delete(copy.resolve("checkpoint"));
        assertThat(refusal(copy)).hasMessageContaining("'checkpoint' is missing");
    }

    @Test
    void alteredCheckpoint_isRefused() throws Exception {
        try (var log = bench.open(live(), "a")) {
            log.append(LogBench.event(0));
        }
        var copy = copy("checkpoint");
        Files.writeString(
                copy.resolve("checkpoint"),
                Files.readString(copy.resolve("checkpoint")).replace("\n1\n", "\n2\n"));
        assertThat(refusal(copy)).hasMessageContaining("not signed by this node");
        Files.writeString(copy.resolve("checkpoint"), "nonsense");
        refusal(copy);
    }

    @Test
    void logOfAnotherNode_isRefused() throws Exception {
        bench.open(live(), "b").close();
        assertThat(refusal(live())).hasMessageContaining("another log's checkpoint");
    }

    @Test
    void olderCopyBesideANewerCosignedCheckpoint_isRefused() throws Exception {
        Path old;
        try (var log = bench.open(live(), "a")) {
            log.append(LogBench.event(0));
        }
        old = copy("old");
        try (var log = bench.open(live(), "a")) {
            log.append(LogBench.event(1));
        }
        Files.createDirectories(old.resolve("cosigned"));
        Files.copy(live().resolve("checkpoint"), old.resolve("cosigned/b"));
        assertThat(refusal(old)).hasMessageContaining("cosigned/b was signed over 2 entries, and only 1 are left");
    }
}
