package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.RefreshCause;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.kit.Desk;
import tallystick.node.kit.NodePrograms;
import tallystick.node.kit.Patience;
import tallystick.node.kit.ProgramOrders;
import tallystick.wire.Wire;

@DisplayName("Real nodes make shares anew by themselves, and put them out of use by order, docs/spec/refresh.md")
class RefreshProgramTest {
    private static final List<String> NAMES = List.of("risk", "client", "backup");
    private static final List<String> SIGNERS = List.of("client", "risk");
    private static final String TREE = "2 of (risk, client, backup)";

    @TempDir
    private Path directory;

    private static void linked(NodePrograms nodes) throws Exception {
        for (var name : NAMES)
            nodes.await(
                    name,
                    "/metrics",
                    page -> page.body().split("tallystick_link_version\\{[^}]*} [1-9]", -1).length == 3);
    }

    private static Map<String, SignReply> sign(NodePrograms nodes, KeyCard key, List<String> signers) {
        return new Desk(nodes).sign(ProgramOrders.request(nodes, key, signers));
    }

    private static void assertSigns(NodePrograms nodes, KeyCard key, List<String> signers) {
        Patience.signed(signers.size(), () -> sign(nodes, key, signers));
    }

    @Test
    void sharesAreMadeAnew_whenTheirTimeHasCome_andWhoIsAwayIsAnAlarm() throws Exception {
        var often = List.of("--refresh", "6s", "--refresh-trial");
        try (var nodes = new NodePrograms(directory, NAMES, often);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            linked(nodes);
            var key = ProgramOrders.generate(nodes, NAMES, TREE, threads);
            for (var name : NAMES)
                nodes.await(
                        name, "/metrics", page -> page.body().matches("(?s).*tallystick_key_epoch\\{[^}]*} [2-9].*"));
            nodes.awaitOutput("backup", line -> line.contains("the refresh of key") && line.contains("begins"));
            for (var name : SIGNERS)
                assertThat(nodes.output(name)).noneMatch(line -> line.contains("is due and begins"));
            nodes.process("backup").destroy();
            nodes.await(
                    "client",
                    "/metrics",
                    page -> page.body()
                            .contains("tallystick_key_refresh_overdue{key=\"%s\"} 1"
                                    .formatted(key.id().toString().substring(0, 16))));
            nodes.awaitOutput("client", line -> line.contains("ALARM the refresh of key"));
            nodes.await("client", "/ready", page -> page.status() == 200);
            nodes.await("risk", "/ready", page -> page.status() == 200);
            assertSigns(nodes, key, SIGNERS);
        }
    }

    private static QuarantineReply order(NodePrograms nodes, String to, QuarantineOrder.Kind kind) {
        var order = new QuarantineOrder.Draft(
                        kind,
                        "backup",
                        "a stolen disk",
                        Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300),
                        new SystemEntropy().bytes(32),
                        "operator")
                .sign(nodes.identity("operator").key());
        return QuarantineReply.parse(nodes.call("operator", to, Wire.QUARANTINE, order.encode()))
                .orThrow();
    }

    private static NodeStatus status(NodePrograms nodes, String name) {
        return NodeStatus.parse(nodes.call("operator", name, Wire.STATUS, Bytes.empty()))
                .orThrow();
    }

    @Test
    void quarantine_isKeptOverARestart_andEndsWithTheRefreshAfterTheIncident() throws Exception {
        try (var nodes = new NodePrograms(directory, NAMES);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            linked(nodes);
            var key = ProgramOrders.generate(nodes, NAMES, TREE, threads);
            for (var name : NAMES)
                assertThat(order(nodes, name, QuarantineOrder.Kind.QUARANTINE))
                        .isEqualTo(new QuarantineReply.Followed(true, List.of(new QuarantineReply.Share(key.id(), 1))));
            refusesBackup(sign(nodes, key, List.of("backup", "risk")));
            nodes.process("risk").destroyForcibly().waitFor();
            nodes.start("risk");
            linked(nodes);
            nodes.await("risk", "/ready", page -> page.status() == 200);
            refusesBackup(sign(nodes, key, List.of("backup", "risk")));
            assertThat(status(nodes, "risk").standing().orElseThrow().quarantined())
                    .containsExactly("backup");
            assertSigns(nodes, key, SIGNERS);

            var record = KeyRecord.parse(
                            nodes.call("operator", "risk", Wire.KEY, key.id().bytes()))
                    .orThrow();
            var incident = new CeremonyTask.Refresh(record, RefreshCause.INCIDENT, "a stolen disk");
            var fresh = ProgramOrders.hold(nodes, NAMES, incident, 1, threads);
            assertThat(fresh.epoch()).isEqualTo(2);
            for (var name : NAMES)
                nodes.await(
                        name, "/metrics", page -> !page.body().matches("(?s).*tallystick_quarantined\\{[^}]*} 1.*"));
            for (var name : NAMES) nodes.await(name, "/ready", page -> page.status() == 200);
            assertSigns(nodes, fresh, List.of("backup", "risk"));
        }
    }

    private static void refusesBackup(Map<String, SignReply> replies) {
        assertThat(replies.values())
                .hasSize(2)
                .allSatisfy(reply -> assertThat(
                                assertInstanceOf(SignReply.Refused.class, reply).why())
                        .contains("node backup is in quarantine"));
    }
}
