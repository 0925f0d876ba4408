package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;

@DisplayName("A chain's endpoint lets everybody in and never answers")
class SilentEndpointTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final String BUSY = "urn:tallystick:problem:busy";
    private static final String UNREACHABLE = "urn:tallystick:problem:unreachable";
    /// More than control has connections to its database.
    private static final int DRAFTS = 40;
    private static final int AT_ONCE = 16;

    private World world;
    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
    }

    @AfterEach
    void unmute() throws Exception {
        world.cable().unmute();
    }

    /// @param names under which each is asked for
    private List<Future<Program.Answer>> asked(ExecutorService threads, String address, List<String> names) {
        var body = Map.of("walletId", desk.wallet(), "addressId", address, "destination", TO, "amount", "1");
        return names.stream()
                .map(name -> threads.submit(() -> desk.initiator().post("/v1/withdrawals", body, name)))
                .toList();
    }

    private static List<String> names() {
        var names = new ArrayList<String>();
        for (var i = 0; i < DRAFTS; i++) names.add(UUID.randomUUID().toString());
        return names;
    }

    /// Reads, and writes beside.
    private void othersAreAnswered(Program administrator) throws Exception {
        for (var path : List.of("/v1/vaults", "/v1/api-keys", "/v1/webhooks", "/v1/nodes"))
            assertThat(administrator.get(path).status()).as(path).isEqualTo(200);
        assertThat(desk.initiator().get("/v1/withdrawals").status()).isEqualTo(200);
        assertThat(administrator
                        .post("/v1/wallets/%s/addresses".formatted(desk.wallet()), Map.of("label", "meanwhile"))
                        .status())
                .isEqualTo(201);
    }

    private static void awaited(List<Future<Program.Answer>> drafts) throws Exception {
        for (var each : drafts) assertThat(each.get().status()).isEqualTo(503);
    }

    /// A round in which the chain gave up waiting before the others were answered proves nothing: there is another.
    @Test
    void draftsThatWaitForIt_leaveTheRestOfTheApiAsItIs() throws Exception {
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        var administrator = world.administrator();
        world.cable().mute();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Patience.until("answers of the others while drafts wait", () -> {
                var drafts = asked(threads, address, names());
                Patience.until(
                        "so many drafts that are turned away",
                        () -> drafts.stream().filter(Future::isDone).count() >= DRAFTS - AT_ONCE);
                othersAreAnswered(administrator);
                var waited = drafts.stream().filter(each -> !each.isDone()).count();
                awaited(drafts);
                return waited > 0;
            });
        }
    }

    @Test
    void draftsBeyondThoseThatMayAsk_areTurnedAway_andMadeUnderTheirOwnNamesLater() throws Exception {
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        var names = names();
        world.cable().mute();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var drafts = asked(threads, address, names);
            awaited(drafts);
            var busy = new ArrayList<Program.Answer>();
            for (var each : drafts) if (each.get().text("type").equals(BUSY)) busy.add(each.get());
            assertThat(busy).hasSizeGreaterThanOrEqualTo(DRAFTS - AT_ONCE);
            assertThat(busy)
                    .allMatch(each -> each.response()
                            .headers()
                            .firstValue("Retry-After")
                            .filter("2"::equals)
                            .isPresent());
            for (var each : drafts) assertThat(each.get().text("type")).isIn(BUSY, UNREACHABLE);
            world.cable().unmute();
            for (var number = 0; number < 3; number++) {
                var name = List.of(names.get(number));
                var made = new ArrayList<Program.Answer>();
                Patience.until("a chain that is no longer silent", () -> {
                    made.add(asked(threads, address, name).getFirst().get());
                    return made.getLast().status() == 201;
                });
                assertThat(made.getLast()
                                .json()
                                .path("transaction")
                                .path("nonce")
                                .asInt())
                        .isEqualTo(number);
            }
        }
    }
}
