package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Assertions;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.FreezeScope;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.node.documents.Authority;
import tallystick.node.documents.Documents;
import tallystick.node.kit.LoneDocuments;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("A node that dies as it writes of a freeze stays frozen, docs/spec/documents.md ND-3")
class FreezeKeptFirstTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws Exception {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        people.begin(TrialPeople.policy(1, ""));
        fleet.stop("alpha");
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    /// @param isDying whether its log takes nothing more of freezes
    private <T> T opened(boolean isDying, LoneDocuments.Use<T> use) throws Exception {
        return LoneDocuments.opened(
                fleet,
                "alpha",
                log -> event -> {
                    if (isDying && event instanceof AuditEvent.Frozen)
                        throw new StoreUnavailable("killed here", new IOException("killed here"));
                    return log.append(event);
                },
                Assertions.VERIFIED,
                use);
    }

    private static boolean isFrozen(Documents documents) throws StoreUnavailable {
        return documents.authority() instanceof Authority.Judges(var by)
                && !by.freezes().standing().isEmpty();
    }

    @Test
    void orderThatTheLogNeverHad_holdsAfterwards() throws Exception {
        var order = new GovernanceOrder.Freeze(people.freeze("ann", new FreezeScope.Workspace()));
        assertThat(opened(false, FreezeKeptFirstTest::isFrozen)).isFalse();
        var reply = opened(true, documents -> {
            var said = documents.follow("an operator", order);
            assertThat(isFrozen(documents)).isTrue();
            return said;
        });
        assertThat(reply).isInstanceOf(GovernanceReply.Refused.class);
        assertThat(opened(false, FreezeKeptFirstTest::isFrozen)).isTrue();
    }
}
