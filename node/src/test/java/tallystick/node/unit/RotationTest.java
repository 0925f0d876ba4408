package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.node.kit.NodePrograms;
import tallystick.node.kit.Patience;
import tallystick.node.kit.Ports;
import tallystick.node.kit.ProgramOrders;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

@DisplayName("A certificate changes while real nodes sign, docs/runbook/certificates.md")
class RotationTest {
    private static final List<String> NAMES = List.of("risk", "client", "backup");
    private static final List<String> SIGNERS = List.of("client", "risk");

    @TempDir
    private Path directory;

    /// Asks for signatures, one after the other, until told to stop.
    private static final class Payer {
        private final NodePrograms nodes;
        private final KeyCard key;
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger signed = new AtomicInteger();
        private final List<SignReply> refused = new CopyOnWriteArrayList<>();

        Payer(NodePrograms nodes, KeyCard key) {
            this.nodes = nodes;
            this.key = key;
        }

        void pay(ExecutorService threads) throws Exception {
            while (!stop.get()) {
                var request = ProgramOrders.request(nodes, key, SIGNERS);
                var replies = SIGNERS.stream()
                        .map(name -> threads.submit(
                                () -> SignReply.parse(nodes.call("treasurer", name, Wire.SIGN, request.encode()))
                                        .orThrow()))
                        .toList();
                for (var task : replies) {
                    var reply = Patience.result(task);
                    if (reply instanceof SignReply.Signed) signed.incrementAndGet();
                    else refused.add(reply);
                }
            }
        }

        /// Some more signatures have been made.
        void go() {
            var before = signed.get();
            Patience.until("six more signatures", () -> {
                if (!refused.isEmpty()) throw new AssertionError("not signed: " + refused);
                return signed.get() >= before + 6;
            });
        }
    }

    private static void everybodyFollows(NodePrograms nodes, int version) throws Exception {
        for (var name : NAMES)
            nodes.await(name, "/metrics", page -> page.body().contains("\ntallystick_roster_version " + version));
    }

    private static void linked(NodePrograms nodes, List<String> names) throws Exception {
        for (var name : names)
            nodes.await(name, "/metrics", page -> page.body().split("tallystick_link_up\\{[^}]*} 1", -1).length == 3);
    }

    private static Member pinned(Member was, List<TlsIdentity> shown) {
        return new Member(
                was.name(),
                was.role(),
                was.identity(),
                shown.stream().map(TlsIdentity::pin).toList(),
                was.host(),
                was.port());
    }

    @Test
    void everyNodesCertificate_changes_andNotOneSignatureIsRefused() throws Exception {
        try (var nodes = new NodePrograms(directory, NAMES);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            linked(nodes, NAMES);
            var key = ProgramOrders.generate(nodes, NAMES, "2 of (risk, client, backup)", threads);
            for (var name : SIGNERS) nodes.await(name, "/ready", page -> page.status() == 200);
            var payer = new Payer(nodes, key);
            var paying = threads.submit(() -> {
                payer.pay(threads);
                return null;
            });
            payer.go();
            for (var name : List.of("risk", "client")) change(nodes, name, payer);
            linked(nodes, NAMES);
            payer.go();
            olderRoster_isNotFollowed(nodes);
            payer.go();
            payer.stop.set(true);
            Patience.result(paying);
            assertThat(payer.refused).isEmpty();
            assertThat(payer.signed.get()).isGreaterThan(30);
            assertInstanceOf(SignReply.Signed.class, lastWord(nodes, key, threads));
            move(nodes, "client");
            assertInstanceOf(SignReply.Signed.class, lastWord(nodes, key, threads));
        }
    }

    /// docs/runbook/operations.md, "Move a node to another address": the other node is not told or restarted.
    private void move(NodePrograms nodes, String name) throws Exception {
        var was = nodes.roster().named(name).orElseThrow();
        nodes.publish(new Member(was.name(), was.role(), was.identity(), was.tlsPins(), was.host(), Ports.free()));
        for (var each : SIGNERS)
            nodes.await(
                    each,
                    "/metrics",
                    page -> page.body()
                            .contains("\ntallystick_roster_version "
                                    + nodes.roster().version()));
        nodes.await("risk", "/metrics", page -> page.body().contains("link_up{node=\"client\"} 1"));
        nodes.process(name).destroy();
        assertThat(Patience.status(nodes.process(name))).isEqualTo(143);
        var place = directory.resolve("another machine");
        Files.move(nodes.directory(name), place);
        nodes.start(name, place);
        nodes.await("risk", "/metrics", page -> page.body().contains("link_up{node=\"client\"} 1"));
        for (var each : SIGNERS) nodes.await(each, "/ready", page -> page.status() == 200);
    }

    private static SignReply lastWord(NodePrograms nodes, KeyCard key, ExecutorService threads) throws Exception {
        var request = ProgramOrders.request(nodes, key, SIGNERS);
        var replies = SIGNERS.stream()
                .map(name ->
                        threads.submit(() -> SignReply.parse(nodes.call("treasurer", name, Wire.SIGN, request.encode()))
                                .orThrow()))
                .toList();
        return Patience.result(replies.getFirst());
    }

    private static void change(NodePrograms nodes, String name, Payer payer) throws Exception {
        var was = nodes.roster().named(name).orElseThrow();
        var before = nodes.identity(name).tls();
        var next = TlsIdentity.generate(name, Instant.now());
        nodes.publish(pinned(was, List.of(before, next)));
        everybodyFollows(nodes, nodes.roster().version());
        payer.go();
        nodes.lay(name, next);
        awaitWords(nodes, name, "a new certificate is shown from now on");
        payer.go();
        nodes.publish(pinned(was, List.of(next)));
        everybodyFollows(nodes, nodes.roster().version());
        payer.go();
    }

    private static void olderRoster_isNotFollowed(NodePrograms nodes) throws Exception {
        var newest = nodes.roster();
        nodes.lay(new Roster(1, newest.members()));
        for (var name : NAMES) awaitWords(nodes, name, "the roster laid here is not followed: the roster is version 1");
        everybodyFollows(nodes, newest.version());
        nodes.lay(new Roster(newest.version(), newest.members().reversed()));
        awaitWords(nodes, "risk", "there are two rosters of version " + newest.version());
        nodes.lay(new Roster(1, newest.members()));
        nodes.process("backup").destroy();
        var _ = Patience.status(nodes.process("backup"));
        nodes.start("backup");
        assertThat(Patience.status(nodes.process("backup"))).isEqualTo(3);
        assertThat(nodes.output("backup")).anyMatch(line -> line.contains("has followed version"));
        nodes.lay(newest);
    }

    private static void awaitWords(NodePrograms nodes, String name, String words) {
        nodes.awaitOutput(name, line -> line.contains(words));
    }
}
