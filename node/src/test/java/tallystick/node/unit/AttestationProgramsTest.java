package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.wire.AttestationRequest;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.core.wire.NodeStatus;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.NodePrograms;
import tallystick.node.kit.Patience;
import tallystick.wire.Wire;

/// Attestations at the doors of real processes.
class AttestationProgramsTest {
    private static final List<String> NAMES = List.of("risk", "client", "backup");

    @TempDir
    private Path directory;

    private static KeyCard generate(NodePrograms nodes, ExecutorService threads) throws Exception {
        var order = new CeremonyOrder.Draft(
                        new CeremonyTask.Generate(Scheme.FROST_ED25519.code(), "2 of (risk, client, backup)"),
                        1,
                        1,
                        Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300),
                        new SystemEntropy().bytes(32),
                        "operator")
                .sign(nodes.identity("operator").key());
        var all = NAMES.stream()
                .map(name -> threads.submit(() -> last(nodes, name, order)))
                .toList();
        var cards = new HashSet<KeyCard>();
        for (var each : all) if (Patience.result(each) instanceof CeremonyNews.Generated(var card)) cards.add(card);
        assertEquals(1, cards.size());
        return cards.iterator().next();
    }

    private static CeremonyNews last(NodePrograms nodes, String name, CeremonyOrder order) {
        var channel = nodes.door("operator", name);
        try {
            var answers = ClientCalls.blockingServerStreamingCall(
                    channel,
                    Wire.CEREMONY,
                    CallOptions.DEFAULT
                            .withDeadlineAfter(Patience.SECONDS_MAX, TimeUnit.SECONDS)
                            .withWaitForReady(),
                    order.encode());
            CeremonyNews last = new CeremonyNews.Failed("no news");
            while (answers.hasNext()) last = CeremonyNews.parse(answers.next()).orThrow();
            return last;
        } finally {
            channel.shutdownNow();
        }
    }

    private static NodeAttestation shown(NodePrograms nodes, String caller, String node, Digest32 key) {
        return NodeAttestation.parse(
                        nodes.call(caller, node, Wire.ATTESTATION, new AttestationRequest(key, 1).encode()))
                .orThrow();
    }

    @Test
    void everyProcess_attestsTheSameCeremonyByItsOwnBuild() throws Exception {
        try (var nodes = new NodePrograms(directory, NAMES);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var name : NAMES) nodes.await(name, "/health", answer -> answer.status() == 200);
            var key = generate(nodes, threads);
            var facts = new HashSet<CeremonyFacts>();
            for (var name : NAMES) {
                var shown = shown(nodes, "operator", name, key.id());
                assertTrue(shown.own().verifies(shown.facts()));
                assertEquals(name, shown.own().testimony().name());
                var status = NodeStatus.parse(nodes.call("operator", name, Wire.STATUS, Bytes.empty()))
                        .orThrow();
                assertEquals(status.condition().build(), shown.own().testimony().build());
                assertThat(shown.own().testimony().build()).isNotEqualTo(Digest32.ofHex("00".repeat(32)));
                assertEquals(shown, shown(nodes, "treasurer", name, key.id()));
                facts.add(shown.facts());
                assertTrue(Files.exists(
                        directory.resolve(name).resolve("attestations/%s-1.attestation".formatted(key.id()))));
            }
            assertEquals(1, facts.size());
            for (var request : List.of(new AttestationRequest(key.id(), 2).encode(), Bytes.empty()))
                assertThatThrownBy(() -> nodes.call("operator", "risk", Wire.ATTESTATION, request))
                        .isInstanceOf(StatusRuntimeException.class)
                        .hasMessageMatching("NOT_FOUND: this node attests no such epoch of that key"
                                + "|INVALID_ARGUMENT: at byte 0: expected .*");
            ceremonyIsInTheLog_forOperatorsAlone(nodes, key.id());
        }
    }

    private static void ceremonyIsInTheLog_forOperatorsAlone(NodePrograms nodes, Digest32 key) {
        var query = new LogQuery(Long.MAX_VALUE, LogQuery.COUNT_MAX).encode();
        Patience.until(() -> LogPage.parse(nodes.call("operator", "risk", Wire.LOG, query)).orThrow().proofs().stream()
                .map(proof ->
                        AuditEntry.parse(proof.extra().orElseThrow()).orThrow().event())
                .anyMatch(event -> event instanceof AuditEvent.CeremonyAttested attested
                        && attested.keyId().equals(key)));
        assertThatThrownBy(() -> nodes.call("treasurer", "risk", Wire.LOG, query))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("PERMISSION_DENIED");
        assertThatThrownBy(() -> nodes.call("operator", "risk", Wire.LOG, Bytes.empty()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("INVALID_ARGUMENT");
    }
}
