package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tallystick.control.chain.Endpoints;
import tallystick.control.chain.EthereumEndpoint;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.control.store.Store;
import tallystick.control.vaults.Vaults;
import tallystick.core.approval.Answer;

/// Of two endpoints the one that is asked first lies: it alone has nobody pay anew.
class LyingEndpointTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final int UNREACHABLE = 4002;

    /// Knows no transaction, and has seen very many of every account.
    private static HttpServer liar() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var isNumber = asked.contains("eth_blockNumber") || asked.contains("eth_getTransactionCount");
            var bytes = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": %s}"
                    .formatted(isNumber ? "\"0xffff\"" : "null")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static OnChain over(World world, List<URI> endpoints) {
        var control = world.control();
        return new OnChain(
                control.part(Store.class),
                control.part(Withdrawals.class),
                control.part(Outputs.class),
                control.part(Vaults.class),
                new Endpoints(List.of(new EthereumEndpoint(World.CHAIN, endpoints))),
                control.part(Depths.class),
                control.part(LastWord.class),
                control.part(Jobs.class),
                control.part(InstantSource.class));
    }

    @Test
    void numberThatOneEndpointCallsUsed_isNotReplacedBeforeAllSaySo() throws Exception {
        var world = World.get();
        var desk = Desk.open(world);
        var withdrawals = world.control().part(Withdrawals.class);
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        var id = desk.submitted(desk.draft(address, TO, BigInteger.valueOf(71), Map.of()));
        desk.until(id, "PENDING_APPROVAL");
        // Nothing but what the test has at work goes on with it meanwhile.
        world.cable().cut();
        var liar = liar();
        try {
            desk.answered(id, Answer.APPROVE);
            Patience.until(
                    "a chain that is gone",
                    () -> desk.shown(id).path("subStatus").path("number").asInt() == UNREACHABLE);
            var place = URI.create("http://127.0.0.1:" + liar.getAddress().getPort());
            var name = UUID.fromString(id);
            var onChain = over(world, List.of(place, world.anvil().endpoint()));
            Patience.until("a number that is said to be used", () -> {
                var _ = onChain.step(withdrawals.find(name).orElseThrow());
                var now = withdrawals.find(name).orElseThrow();
                assertThat(now.stage()).isEqualTo(Stage.BROADCASTING);
                return now.why() == SubStatus.NONCE_USED;
            });
            var alone = over(world, List.of(place));
            Patience.until("the twin that one endpoint deceives", () -> {
                var _ = alone.step(withdrawals.find(name).orElseThrow());
                return withdrawals.find(name).orElseThrow().stage() == Stage.REPLACED;
            });
        } finally {
            liar.stop(0);
            world.cable().mend();
        }
    }
}
