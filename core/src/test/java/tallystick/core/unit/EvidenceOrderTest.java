package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.EvidenceOrder;

@DisplayName("What is evidence of a node's directory, docs/spec/node-wire.md NW-42")
class EvidenceOrderTest {
    @Test
    void filesOfLogAndDocket_areEvidence() {
        for (var name : List.of(
                "log/checkpoint",
                "log/cosigned/bravo",
                "log/tile/0/000",
                "log/tile/entries/x001/234.p/7",
                "docket/rulings/00000001",
                "openings/2026-01",
                "docket/kept/01-" + "ab".repeat(32)))
            assertThat(EvidenceOrder.isFile(name)).as(name).isTrue();
    }

    /// The store, the identity, the ledger, what nobody signed, and all that leads out.
    @Test
    void anythingElse_isNot() {
        var refused = List.of(
                "identity",
                "ledger.db",
                "store/key",
                "log/journal",
                "log/lock",
                "log/checkpoint.new",
                "log/cosigned/../../identity",
                "log/tile/../../identity",
                "log/tile/0/000/../../../../identity",
                "docket/rulings/1",
                "openings/lock",
                "openings/erased",
                "openings/2026-01.new",
                "docket/kept/03-" + "ab".repeat(32),
                "docket/kept/01-AB",
                "/etc/passwd",
                "");
        for (var name : refused) {
            assertThat(EvidenceOrder.isFile(name)).as(name).isFalse();
            assertThatThrownBy(() -> new EvidenceOrder.Piece(name, 0)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new EvidenceOrder.Piece("log/checkpoint", -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EvidenceOrder.Names(EvidenceOrder.Folder.KEPT, "../"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
