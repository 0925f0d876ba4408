package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.governance.Member;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.RefreshCause;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("One number uses up the attempts of an epoch, docs/spec/node-wire.md NW-49")
class AttemptsUsedUpTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private KeyCard card;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        card = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    /// Alpha has the lowest name and so may order refreshes; nobody else takes part.
    private String orderedByAlpha(int attempt) {
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", card.id()), RefreshCause.SCHEDULE, "");
        var order = new CeremonyOrder.Draft(
                        task,
                        attempt,
                        fleet.roster().version(),
                        Instant.ofEpochSecond(fleet.now().getEpochSecond() + 300),
                        Bytes.copyOf(new byte[32]),
                        "alpha")
                .sign(fleet.identity("alpha").key());
        var news = new ArrayList<CeremonyNews>();
        fleet.node("bravo").hastyCeremonies().run(order, Member.Role.NODE, news::add);
        return news.getLast().toString();
    }

    private String orderedByTheOperator(int attempt) {
        var order = fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", card.id())), attempt);
        return String.valueOf(fleet.holdInVain(order, List.of("bravo")).get("bravo"));
    }

    @Test
    void attemptFarAboveTheLast_isRefused_andTheNextOneIsMadeAsBefore() {
        assertThat(orderedByAlpha(CeremonyOrder.NODE_STEP_MAX + 1)).contains("more than 1000 above attempt 0");
        assertThat(orderedByAlpha(CeremonyOrder.ATTEMPT_MAX)).contains("more than 1000 above attempt 0");
        assertThat(orderedByTheOperator(CeremonyOrder.OPERATOR_STEP_MAX + 1))
                .contains("more than 10000000 above attempt 0");
        assertEquals(0, fleet.shown("bravo", card.id()).attempt());
        assertThat(orderedByAlpha(CeremonyOrder.NODE_STEP_MAX)).doesNotContain("above attempt");
        assertEquals(
                CeremonyOrder.NODE_STEP_MAX, fleet.shown("bravo", card.id()).attempt());
        var refresh = fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", card.id())), 1_001);
        assertEquals(2, TrialFleet.agreed(fleet.hold(refresh, THREE)).epoch());
    }

    /// Charlie has a million believed of it, and takes no part in what is ordered from there while bravo is down: alpha
    /// has noted what is not believed of it any more. Each node says which attempt it takes, and the operator names
    /// it.
    @Test
    void lieThatOneNodeNotedAsAnOrder_isGoneBeyondByTheNumberThatItsRefusalNames() {
        var lie = CeremonyOrder.OPERATOR_STEP_MAX / 10;
        var task = new CeremonyTask.Refresh(fleet.shown("bravo", card.id()));
        fleet.network().cut("bravo");
        fleet.network().cut("charlie");
        fleet.holdInVain(fleet.order(task, lie + 1), List.of("alpha"));
        fleet.network().mend("bravo");
        fleet.network().mend("charlie");
        assertEquals(lie + 1, fleet.shown("alpha", card.id()).attempt());
        assertEquals(0, fleet.shown("bravo", card.id()).attempt());

        var counted = fleet.holdInVain(fleet.order(task, 1), THREE);
        assertThat(String.valueOf(counted.get("alpha"))).contains("order attempt %d,".formatted(lie + 2));
        var named = fleet.hold(fleet.order(task, lie + 2), THREE);
        assertEquals(2, TrialFleet.agreed(named).epoch());
    }
}
