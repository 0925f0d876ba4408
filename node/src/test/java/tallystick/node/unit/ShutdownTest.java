package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.node.kit.NodePrograms;
import tallystick.node.kit.Patience;
import tallystick.node.kit.ProgramOrders;
import tallystick.node.ops.Drain;
import tallystick.wire.Wire;

/// Real processes that are told to end.
class ShutdownTest {
    private static final List<String> NAMES = List.of("risk", "client", "backup");
    private static final List<String> SIGNERS = List.of("client", "risk");
    private static final int TERMINATED = 143;

    @TempDir
    private Path directory;

    private static Future<SignReply> sign(
            NodePrograms nodes, ExecutorService threads, String name, SignRequest request) {
        return threads.submit(() -> SignReply.parse(nodes.call("treasurer", name, Wire.SIGN, request.encode()))
                .orThrow());
    }

    @Test
    void nodeThatIsToldToEnd_refusesWhatIsNew_signsWhatIsUnderWay_andEnds() throws Exception {
        try (var nodes = new NodePrograms(directory, NAMES);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var name : NAMES)
                nodes.await(
                        name, "/metrics", page -> page.body().split("tallystick_link_up\\{[^}]*} 1", -1).length == 3);
            var key = ProgramOrders.generate(nodes, NAMES, "2 of (risk, client, backup)", threads);
            for (var name : SIGNERS) nodes.await(name, "/ready", page -> page.status() == 200);
            assertThat(nodes.await("risk", "/health", page -> page.status() == 200)
                            .body())
                    .isEqualTo("healthy\n");
            seesItself(nodes, key);

            var request = ProgramOrders.request(nodes, key, SIGNERS);
            var early = sign(nodes, threads, "risk", request);
            nodes.await("risk", "/metrics", page -> page.body().contains("\ntallystick_calls_under_way 1\n"));
            nodes.awaitOutput("risk", line -> line.contains("\"intent\":\""));
            nodes.process("risk").destroy();
            nodes.await("risk", "/ready", page -> page.body().equals("not ready\nit is shutting down\n"));
            assertThat(Patience.result(sign(nodes, threads, "risk", ProgramOrders.request(nodes, key, SIGNERS))))
                    .isEqualTo(new SignReply.Refused(RefusalCode.SHUTTING_DOWN, Drain.REFUSAL));
            assertThat(early.isDone()).isFalse();

            var late = Patience.result(sign(nodes, threads, "client", request));
            assertThat(late).isInstanceOf(SignReply.Signed.class);
            assertThat(Patience.result(early)).isEqualTo(late);
            assertThat(Patience.status(nodes.process("risk"))).isEqualTo(TERMINATED);
            saysWhatItDoes(nodes, key);
            idleNodeWaitsForNobody(nodes);
        }
    }

    private static void seesItself(NodePrograms nodes, KeyCard key) {
        var status = NodeStatus.parse(nodes.call("operator", "risk", Wire.STATUS, Bytes.empty()))
                .orThrow();
        var now = Instant.now();
        assertThat(status.condition().ready()).isTrue();
        assertThat(status.condition().clock()).isBetween(now.minusSeconds(60), now);
        assertThat(status.condition().certificateEnds()).isAfter(now.plusSeconds(390 * 86_400L));
        assertThat(status.condition().keys()).singleElement().satisfies(condition -> {
            assertThat(condition.id()).isEqualTo(key.id());
            assertThat(condition.activeSince())
                    .hasValueSatisfying(at -> assertThat(at).isBetween(now.minusSeconds(120), now));
            assertThat(condition.backedUpAt()).isEmpty();
            assertThat(condition.stocked()).isTrue();
        });
    }

    private static void saysWhatItDoes(NodePrograms nodes, KeyCard key) throws IOException {
        var records = nodes.output("risk").stream()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                .toList();
        assertThat(records).allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"));
        assertThat(records).anyMatch(line -> line.contains("shutting down; calls under way: 1"));
        assertThat(records)
                .anyMatch(
                        line -> line.contains("\"key\":\"%s\"".formatted(key.id())) && line.contains("\"intent\":\""));
    }

    private static void idleNodeWaitsForNobody(NodePrograms nodes) throws IOException, InterruptedException {
        nodes.process("backup").destroy();
        assertThat(Patience.status(nodes.process("backup"))).isEqualTo(TERMINATED);
        assertThat(nodes.output("backup"))
                .anyMatch(line -> line.contains("shutting down; calls under way: 0"))
                .noneMatch(line -> line.contains("calls cut off"));
    }
}
