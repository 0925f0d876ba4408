package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.LogNames;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TiledLog;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.node.kit.LogBench;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialDisk;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;
import tallystick.node.log.LogDamaged;

@DisplayName("The node's log, docs/spec/audit-log.md")
class FileLogTest {
    private final LogBench bench = new LogBench("a");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    private FileLog open() throws Exception {
        return bench.open(folder.resolve("log"), "a");
    }

    private SignedCheckpoint published() throws Exception {
        return SignedCheckpoint.parse(Bytes.copyOf(Files.readAllBytes(folder.resolve("log/checkpoint"))))
                .orThrow();
    }

    @Test
    void newLog_publishesTheEmptyCheckpoint() throws Exception {
        try (var log = open()) {
            assertEquals(TreeHead.EMPTY, log.checkpoint().head());
        }
        var node = bench.roster().named("a").orElseThrow();
        assertTrue(published().isOf(LogNames.log(node)));
    }

    @Test
    void entries_areThereAfterARestart() throws Exception {
        try (var log = open()) {
            for (var i = 0; i < 5; i++) assertEquals(i, log.append(LogBench.event(i)));
        }
        try (var log = open()) {
            assertEquals(5, log.append(LogBench.event(5)));
        }
        try (var log = open()) {
            assertEquals(6, log.checkpoint().head().size());
            for (var i = 0; i < 6; i++)
                assertEquals(
                        new AuditEntry(bench.now(), LogBench.event(i)),
                        AuditEntry.parse(log.tiles().entry(i)).orThrow());
            assertEquals(log.checkpoint().head(), log.tiles().verify());
        }
    }

    @Test
    void logOfManyTiles_isPublishedWhole() throws Exception {
        try (var log = open()) {
            for (var i = 0; i < 300; i++) log.append(LogBench.event(i));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var calls = new ArrayList<Callable<Long>>();
                for (var i = 0; i < 300; i++) calls.add(() -> log.append(LogBench.event(1)));
                threads.invokeAll(calls);
            }
        }
        assertTrue(Files.exists(folder.resolve("log/tile/0/001")));
        assertTrue(Files.exists(folder.resolve("log/tile/entries/002.p/88")));
        assertTrue(Files.exists(folder.resolve("log/tile/1/000.p/2")));
        assertThat(folder.resolve("log/tile/0/001.p"))
                .as("partial tiles below a full one")
                .doesNotExist();
        try (var log = open()) {
            assertEquals(600, log.checkpoint().head().size());
            var head = log.checkpoint().head();
            var entry = log.tiles().entry(300);
            assertTrue(MerkleTree.include(log.tiles(), 300, 600).proves(MerkleTree.leaf(entry), head));
        }
    }

    /// Of the lowest tiles there are as many as there are bundles; those above, all proofs share.
    @Test
    void proof_readsTheTilesAboveTheLowest_once() throws Exception {
        try (var log = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Long>>();
            for (var i = 0; i < 600; i++) calls.add(() -> log.append(LogBench.event(1)));
            threads.invokeAll(calls);
        }
        try (var log = open()) {
            var proof = MerkleTree.include(log.tiles(), 300, 600);
            Files.delete(folder.resolve("log/tile/1/000.p/2"));
            assertEquals(proof, MerkleTree.include(log.tiles(), 300, 600));
            Files.delete(folder.resolve("log/tile/0/001"));
            assertThatThrownBy(() -> MerkleTree.include(log.tiles(), 300, 600))
                    .isInstanceOfSatisfying(
                            TiledLog.Damaged.class, e -> assertThat(e.why()).isEqualTo("tile/0/001 is missing"));
        }
    }

    @Test
    void longLog_beginsItsJournalAnew() throws Exception {
        try (var log = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 3000; i += 100) {
                var calls = new ArrayList<Callable<Long>>();
                for (var j = i; j < i + 100; j++) {
                    var event = LogBench.longEvent(j);
                    calls.add(() -> log.append(event));
                }
                threads.invokeAll(calls);
                assertThat(Files.size(folder.resolve("log/journal"))).isLessThan(5 * 1024 * 1024);
            }
        }
        assertThat(Files.size(folder.resolve("log/journal"))).isLessThan(1024);
        try (var log = open()) {
            assertEquals(3000, log.checkpoint().head().size());
        }
    }

    @Test
    void manyAtOnce_eachHasItsOwnIndexAndShareSyncs() throws Exception {
        var indices = new HashSet<Long>();
        try (var log = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Long>>();
            for (var i = 0; i < 500; i++) {
                var event = LogBench.event(i);
                calls.add(() -> log.append(event));
            }
            for (var each : threads.invokeAll(calls)) indices.add(each.get());
        }
        assertEquals(500, indices.size());
        try (var log = open()) {
            assertEquals(500, log.checkpoint().head().size());
        }
    }

    @Test
    void closedLog_takesNothingMore() throws Exception {
        var log = open();
        log.close();
        assertThrows(StoreUnavailable.class, () -> log.append(LogBench.event(1)));
    }

    @Test
    void secondWriter_isRefused() throws Exception {
        try (var _ = open()) {
            var refused = assertThrows(LogDamaged.class, this::open);
            assertThat(refused).hasMessageContaining("writes it already");
        }
        open().close();
    }

    @Test
    void diskThatFails_stopsEveryAppendAfterIt() throws Exception {
        var log = open();
        log.append(LogBench.event(0));
        var _ = Patience.published(log);
        LogBench.delete(folder.resolve("log/tile"));
        Files.writeString(folder.resolve("log/tile"), "a file where a directory must be");
        // What was answered for before the disk failed may still have been written.
        Patience.until(() -> !isWritten(log));
        for (var i = 0; i < 5; i++) assertThat(isWritten(log)).isFalse();
        log.close();
    }

    @Test
    void faultOfOurs_thatEndsWhatWrites_stopsEveryAppendAtOnce_andIsToldAsTrouble() throws Exception {
        var log = open();
        log.append(LogBench.event(0));
        assertThat(log.trouble()).isEmpty();
        bench.node("a").close();
        var begun = System.nanoTime();
        for (var i = 0; i < 3; i++) assertThat(isWritten(log)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2500));
        assertThat(log.trouble()).hasValueSatisfying(why -> assertThat(why).contains("could not be written"));
        log.close();
    }

    private static boolean isWritten(FileLog log) {
        try {
            log.append(LogBench.event(1));
            return true;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    @Test
    void entriesOfWitnesses_areNoReasonToAskThemAgain() throws Exception {
        try (var log = open()) {
            log.append(LogBench.event(0));
            log.append(new AuditEvent.CheckpointCosigned("b", TreeHead.EMPTY));
            assertEquals(1, log.worthWitnessing());
            log.append(LogBench.event(1));
            assertEquals(3, log.worthWitnessing());
        }
    }

    @Test
    void tilesThatGrew_areSyncedOnceWhenTheLogIsSettled_notAtEachWidthTheyHad() throws Exception {
        var synced = new ConcurrentHashMap<String, Integer>();
        var disk = new TrialDisk((what, file) -> {
            if (what.equals("sync")) synced.merge(file, 1, Integer::sum);
        });
        try (var log = bench.open(disk.path(folder.resolve("log")), "a")) {
            for (var i = 0; i < 4; i++) {
                log.append(LogBench.event(i));
                var _ = Patience.published(log);
            }
        }
        assertThat(synced).containsEntry("4", 2).doesNotContainKeys("1", "2", "3");
    }
}
