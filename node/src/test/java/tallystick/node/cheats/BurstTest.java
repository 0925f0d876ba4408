package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.court.Ruling;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("Somebody with a good key asks for many signatures in minutes, docs/spec/court.md CO-14")
class BurstTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> TWO = List.of("alpha", "bravo");
    private static final String TWO_AN_HOUR = """
        , {"id": "burst", "effect": "LIMIT", "activity": ["MESSAGE"], "limit": {"measure": "COUNT", "max": "2",
           "window": {"type": "ROLLING", "length": "PT1H"}, "onExceed": {"effect": "DENY", "freeze": "WORKSPACE"}}}\
        """;

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;
    private KeyCard key;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        people.begin(TrialPeople.policy(1, TWO_AN_HOUR));
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private SignRequest request() {
        return fleet.request(key.id(), Algorithm.ED25519, Bytes.copyOf(new byte[32]), TWO);
    }

    private List<SignReply> asked() {
        return List.copyOf(fleet.sign(request()).values());
    }

    private void refused(String why) {
        refused(asked(), why);
    }

    private static void refused(Collection<SignReply> replies, String why) {
        assertThat(replies)
                .hasSize(2)
                .allSatisfy(reply -> assertThat(
                                assertInstanceOf(SignReply.Refused.class, reply).why())
                        .contains(why));
    }

    private void signed() {
        assertThat(asked()).hasSize(2).allMatch(SignReply.Signed.class::isInstance);
    }

    private long freezes(String node) {
        var tiles = Patience.published(fleet.node(node).log());
        return java.util.stream.LongStream.range(0, tiles.size())
                .mapToObj(at -> AuditEntry.parse(tiles.entry(at)).orThrow().event())
                .filter(event -> event instanceof AuditEvent.Frozen(var _, var reason)
                        && reason.equals("a burst: beyond the limit burst"))
                .count();
    }

    @Test
    void thirdInAnHour_freezesTheWorkspaceOnEachNode_andOutlivesTheWindowAndARestart()
            throws IOException, StoreUnavailable {
        signed();
        signed();
        refused("the workspace is to be frozen");
        refused("it is frozen");
        for (var name : TWO) {
            fleet.stop(name);
            fleet.start(name);
        }
        fleet.pass(Duration.ofHours(2));
        refused("it is frozen");
        for (var name : TWO) assertThat(freezes(name)).isEqualTo(1);
    }

    /// Both nodes have let the one through when the other takes the last place: who loses hears what he would have
    /// heard without a race.
    @Test
    void thirdThatTheCountStillHadRoomFor_whenItWasJudged_freezesTheWorkspaceToo() {
        signed();
        var last = request();
        var quicker = request();
        var met = new CyclicBarrier(
                2,
                () -> assertThat(fleet.sign(quicker).values()).hasSize(2).allMatch(SignReply.Signed.class::isInstance));
        for (var name : TWO) {
            var isFirst = new AtomicBoolean(true);
            fleet.node(name).whenRuled((of, ruling) -> {
                if (!of.evidence().intent().id().equals(last.evidence().intent().id())
                        || !isFirst.compareAndSet(true, false)) return;
                assertThat(ruling).isInstanceOf(Ruling.Allowed.class);
                Patience.at(met);
            });
        }
        refused(fleet.sign(last).values(), "the workspace is to be frozen");
        refused("it is frozen");
        for (var name : TWO) assertThat(freezes(name)).isEqualTo(1);
    }

    @Test
    void manyAtOnce_areSignedAsOftenAsTheyMay_andFreezeOnce() throws InterruptedException {
        var replies = new ConcurrentLinkedQueue<List<SignReply>>();
        var requests = Stream.generate(this::request).limit(12).toList();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : requests)
                askers.execute(() -> replies.add(List.copyOf(fleet.sign(each).values())));
        }
        assertThat(replies).hasSize(12);
        assertThat(replies)
                .filteredOn(each -> each.stream().anyMatch(SignReply.Signed.class::isInstance))
                .hasSizeLessThanOrEqualTo(2);
        refused("frozen");
        for (var name : TWO) assertThat(freezes(name)).isEqualTo(1);
    }

    @Test
    void asManyAsAreAllowed_freezeNothing() {
        signed();
        signed();
        fleet.pass(Duration.ofMinutes(61));
        signed();
        for (var name : TWO) assertThat(freezes(name)).isZero();
    }
}
