package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.tlog.Frontier;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.PublishedLog;
import tallystick.tools.kit.SmallFleet;

@DisplayName("A log that forked where the pack has no entries, EP-15, EP-31")
class PackForkTest {
    private static final String GAP = "logs/alpha/entries/00000001";

    @TempDir
    Path folder;

    private static Digest32 digest(int value) {
        return Digest32.ofHex("%02x".formatted(value).repeat(32));
    }

    /// Alpha says that it wrote nothing for a minute and more before the time, and beta cosigned within it.
    ///
    /// @param isHonest whether what it cosigned is what alpha shows now
    private Path pack(boolean isHonest) throws IOException {
        try (var fleet = new SmallFleet().write(folder)) {
            var at = SmallFleet.AT;
            var genesis = new AuditEntry(
                    at.plusSeconds(3),
                    new AuditEvent.GenesisTaken(fleet.genesis().genesis().hash()));
            var alpha = new ArrayList<>(List.of(genesis));
            for (var i = 0; i < 8300; i++)
                alpha.add(new AuditEntry(at.plusSeconds(41), new AuditEvent.AlarmRang("vitals", "drill")));
            alpha.add(new AuditEntry(at.plusSeconds(180), new AuditEvent.NodeStopped(digest(0))));
            var beta = new ArrayList<>(List.of(genesis));
            var frontier = new Frontier();
            for (var entry : alpha.subList(0, 5001)) frontier.append(MerkleTree.leaf(entry.encode()));
            var head = isHonest ? frontier.head() : new TreeHead(5001, digest(4));
            beta.add(new AuditEntry(at.plusSeconds(130), new AuditEvent.CheckpointCosigned("alpha", head)));
            beta.add(new AuditEntry(at.plusSeconds(280), new AuditEvent.NodeStopped(digest(0))));
            log("alpha", fleet, alpha);
            log("beta", fleet, beta);
        }
        var exported = Packs.export(folder, "--from", "2025-06-01T12:02:00Z");
        assertThat(exported.exit()).as(exported.text()).isZero();
        return folder.resolve("pack.zip");
    }

    private void log(String node, SmallFleet fleet, List<AuditEntry> entries) throws IOException {
        var log = folder.resolve(node).resolve("log");
        try (var files = Files.walk(log)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
        PublishedLog.writeEntries(log, node, fleet.key(node), entries);
    }

    @Test
    void cosignedHead_thatIsTheLogs_isToldByTheChunkItEndsIn() throws IOException {
        var pack = pack(true);
        assertThat(Packs.files(pack)).containsKey(GAP);
        var said = Packs.verify(pack);
        assertThat(said.text()).contains("it cosigned 5001 entries of alpha, and they are these");
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void forkInAGap_isFound_alsoWithoutItsChunk() throws IOException {
        var pack = pack(false);
        var said = Packs.verify(pack);
        assertThat(said.text()).contains("it cosigned 5001 entries of alpha, and they are others");
        assertThat(said.exit()).isEqualTo(1);
        var files = Packs.files(pack);
        files.remove(GAP);
        var forged = Packs.verify(Packs.forged(folder.resolve("other.zip"), files));
        assertThat(forged.text())
                .contains("beta cosigned 5001 entries with the root 0404040404040404 of alpha")
                .contains("and the pack has not what tells whether these are they")
                .contains("NOTE  4096 of the 8302 entries of alpha are not in the pack");
        assertThat(forged.exit()).isEqualTo(1);
    }

    /// One bundle is all it takes to show an entry: what is missing elsewhere does not matter.
    @Test
    void entry_isShownByItsOwnBundle() throws IOException {
        pack(true);
        var log = folder.resolve("alpha/log");
        Files.delete(log.resolve("tile/entries/001"));
        assertThat(Packs.run("log", "show", log.toString(), "8300").text()).contains("alarm_rang");
        var missing = Packs.run("log", "show", log.toString(), "300");
        assertThat(missing.text()).contains("tile/entries/001 is missing");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(Packs.run("log", "list", log.toString(), "--from", "8298")
                        .text()
                        .lines())
                .hasSize(4);
    }
}
