package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.LogNames;
import tallystick.core.tlog.LogProof;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.crypto.codec.Bytes;
import tallystick.node.kit.LogBench;
import tallystick.node.log.FileLog;
import tallystick.node.log.LogPages;

@DisplayName("Pages of a node's log, docs/spec/node-wire.md NW-43")
class LogPagesTest {
    private static final int ENTRIES = 600;

    private final LogBench bench = new LogBench("a");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    private FileLog filled(int entries) throws Exception {
        try (var log = bench.open(folder.resolve("log"), "a")) {
            for (var i = 0; i < entries; i++) log.append(LogBench.event(i));
        }
        return bench.open(folder.resolve("log"), "a");
    }

    private static LogPage page(FileLog log, long before, int count) {
        var page = new LogPages(log, _ -> List.of())
                .page(new LogQuery(before, count))
                .orElseThrow();
        return LogPage.parse(page.encode()).orThrow();
    }

    @Test
    void walkFromTheEnd_tellsEveryEntryOnce_eachProvenUnderTheNodesOwnName() throws Exception {
        try (var log = filled(ENTRIES)) {
            var key = LogNames.log(bench.roster().named("a").orElseThrow());
            var next = (long) ENTRIES - 1;
            while (next >= 0) {
                var page = page(log, next + 1, LogQuery.COUNT_MAX);
                assertThat(page.proofs()).isNotEmpty();
                for (var proof : page.proofs()) {
                    assertEquals(next, proof.proof().index());
                    var entry = proof.extra().orElseThrow();
                    assertTrue(proof.proves(entry, key));
                    assertEquals(
                            LogBench.event((int) next),
                            AuditEntry.parse(entry).orThrow().event());
                    next--;
                }
            }
            assertEquals(-1, next);
        }
    }

    @Test
    void questionBeyondTheEnd_isAnsweredFromTheEnd_andOneBeforeTheFirstWithNothing() throws Exception {
        try (var log = filled(3)) {
            assertThat(page(log, Long.MAX_VALUE, 2).proofs())
                    .extracting(proof -> proof.proof().index())
                    .containsExactly(2L, 1L);
            assertThat(page(log, 0, 2).proofs()).isEmpty();
        }
    }

    @Test
    void emptyLog_hasAnEmptyPage() throws Exception {
        try (var log = filled(0)) {
            assertThat(page(log, Long.MAX_VALUE, 32).proofs()).isEmpty();
        }
    }

    @Test
    void entryThatWasChanged_provesNothing() throws Exception {
        try (var log = filled(9)) {
            var key = LogNames.log(bench.roster().named("a").orElseThrow());
            for (var proof : page(log, 9, 9).proofs()) {
                var entry = proof.extra().orElseThrow().toArray();
                entry[entry.length - 1] ^= 1;
                assertThat(proof.proves(Bytes.copyOf(entry), key)).isFalse();
            }
            var two = page(log, 2, 2).proofs();
            var swapped = new LogProof(
                    two.get(0).extra(), two.get(1).proof(), two.get(0).checkpoint());
            assertThat(swapped.proves(swapped.extra().orElseThrow(), key)).isFalse();
        }
    }
}
