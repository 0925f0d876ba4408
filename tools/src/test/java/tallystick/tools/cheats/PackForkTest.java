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
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.PublishedLog;
import tallystick.tools.kit.SmallFleet;

@DisplayName("A log that forked where the pack has no entries, or that nobody cosigned, EP-15, EP-31, EP-53")
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
        return pack(isHonest, 130);
    }

    /// The same, where beta cosigned so many seconds after the beginning.
    private Path pack(boolean isHonest, int seconds) throws IOException {
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
            beta.add(new AuditEntry(at.plusSeconds(seconds), new AuditEvent.CheckpointCosigned("alpha", head)));
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

    /// The export takes the chunk of what was cosigned before the time, too; who leaves it out is not passed over.
    @Test
    void headFromBeforeTheTime_isHeldAgainstTheLog_andToldOfWithoutItsChunk() throws IOException {
        var pack = pack(false, 100);
        var said = Packs.verify(pack);
        assertThat(said.text()).contains("it cosigned 5001 entries of alpha, and they are others");
        assertThat(said.exit()).isEqualTo(1);
        var files = Packs.files(pack);
        files.remove(GAP);
        var forged = Packs.verify(Packs.forged(folder.resolve("other.zip"), files));
        assertThat(forged.text())
                .contains("NOTE  beta cosigned 5001 entries with the root 0404040404040404 of alpha at"
                        + " 2025-06-01T12:01:40Z, before the time: the pack has not what tells whether they are");
    }

    /// Beta cosigned nothing behind the first five entries of alpha.
    private Packs.Ran alone(List<AuditEvent> further, String to) throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public boolean cosigns(String node) {
                return !node.equals("beta");
            }

            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                if (node.equals("alpha")) all.addAll(further);
                return all;
            }
        };
        try (var fleet = new SmallFleet().telling(lie)) {
            fleet.write(folder);
        }
        var exported = Packs.export(folder, "--to", to);
        assertThat(exported.exit()).as(exported.text()).isZero();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    @Test
    void logThatNobodyCosignedWithinTheTime_isToldOf() throws IOException {
        var said = alone(List.of(), "2025-06-02T00:00:00Z");
        assertThat(said.text())
                .contains("NOTE  no other node cosigned the log of alpha from entry 5 on, of 2025-06-01T12:01:40Z:")
                .doesNotContain("no other node cosigned the log of beta");
        assertThat(said.exit()).as(said.text()).isZero();
        var soon = alone(List.of(), "2025-06-01T12:11:30Z");
        assertThat(soon.text()).doesNotContain("no other node cosigned");
    }

    @Test
    void nodeThatCosignsItself_isToldOfAllTheSame() throws IOException {
        var own = new AuditEvent.CheckpointCosigned("alpha", new TreeHead(0, StandardHash.sha256(Bytes.empty())));
        var whole = new AuditEvent.CheckpointCosigned("alpha", new TreeHead(8, digest(4)));
        var said = alone(List.of(own, whole), "2025-06-02T00:00:00Z");
        assertThat(said.text()).contains("no other node cosigned the log of alpha from entry 5 on");
    }

    @Test
    void logThatWasCosignedToItsEnd_isNotToldOf() throws IOException {
        try (var fleet = new SmallFleet()) {
            fleet.write(folder);
        }
        assertThat(Packs.export(folder).exit()).isZero();
        var said = Packs.verify(folder.resolve("pack.zip"));
        assertThat(said.text())
                .contains("the log of beta says that it cosigned 10 entries of alpha, and they are these")
                .doesNotContain("no other node cosigned");
        assertThat(said.exit()).as(said.text()).isZero();
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
