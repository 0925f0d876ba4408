package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.intent.IntentId;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.LogWalk;

@DisplayName("When a node took its genesis, docs/spec/evidence-pack.md EP-46")
class PackTakenTest {
    private static final Digest32 ID = Digest32.ofHex("0a".repeat(32));
    private static final AuditEvent GENESIS = new AuditEvent.GenesisTaken(ID);
    private static final AuditEvent DRILL = new AuditEvent.AlarmRang("vitals", "drill");
    private static final List<AuditEvent> GOVERNED = List.of(
            new AuditEvent.PolicyDecided(new IntentId(ID), ID, ID, AuditEvent.Said.DENIED, "why"),
            new AuditEvent.VersionPledged(2, 2, ID, true),
            new AuditEvent.ChangeSeen(ID, "u:ann", "policy version 2", ID),
            new AuditEvent.Frozen("workspace", "a doubt"),
            new AuditEvent.Unfrozen("workspace", "drill"),
            new AuditEvent.VersionActivated(2, 2, ID));

    private final Report report = new Report();
    private final PackTaken taken = new PackTaken(report);

    private void saw(long index, AuditEvent event) {
        taken.saw(new LogWalk.Found("alpha", index, new AuditEntry(Instant.EPOCH, event)));
    }

    private List<String> findings() {
        return report.findings().stream().map(Report.Finding::what).toList();
    }

    @Test
    void whatOnlyAWorkspacesNodeWrites_aheadOfItsGenesis_isNamed() {
        for (var event : GOVERNED) {
            var said = new Report();
            var each = new PackTaken(said);
            each.saw(new LogWalk.Found("alpha", 4, new AuditEntry(Instant.EPOCH, event)));
            each.saw(new LogWalk.Found("alpha", 5, new AuditEntry(Instant.EPOCH, GENESIS)));
            assertThat(said.findings())
                    .as(event.toString())
                    .extracting(Report.Finding::what)
                    .containsExactly(
                            "entry 5 of alpha: it took its genesis, and was in the workspace already at entry 4");
        }
        assertThat(GOVERNED).hasSize(6);
    }

    @Test
    void firstVersionsAndAlarms_aheadOfAGenesis_accuseNobody() {
        saw(0, DRILL);
        saw(1, new AuditEvent.VersionActivated(2, 1, ID));
        saw(2, GENESIS);
        assertThat(findings()).isEmpty();
    }

    @Test
    void logWithoutAGenesis_isThatOfANodeWhoseDocumentsOutlivedTheOneBefore() {
        for (var i = 0; i < GOVERNED.size(); i++) saw(i, GOVERNED.get(i));
        assertThat(findings()).isEmpty();
    }

    @Test
    void genesisAgain_tellsHowManyEntriesBetweenNobodySees() {
        saw(0, GENESIS);
        saw(1, DRILL);
        saw(100, DRILL);
        saw(101, GENESIS);
        assertThat(findings())
                .containsExactly("entry 101 of alpha: it took its genesis again, of 1970-01-01T00:00:00Z: so it had not"
                        + " kept it, by its word; 98 entries between are not in the pack, and may tell otherwise");
    }

    @Test
    void genesisAgain_rightBehindTheFirst_isANoteOfNoMore() {
        saw(0, GENESIS);
        saw(1, DRILL);
        saw(2, GENESIS);
        assertThat(findings())
                .containsExactly("entry 2 of alpha: it took its genesis again, of 1970-01-01T00:00:00Z: so it had not"
                        + " kept it, by its word");
    }
}
