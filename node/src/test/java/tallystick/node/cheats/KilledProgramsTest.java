package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Desk;
import tallystick.node.kit.NodePrograms;
import tallystick.node.kit.Patience;

@DisplayName("real processes that are killed, or run twice")
class KilledProgramsTest {
    private static final List<String> NAMES = List.of("risk", "client", "backup");
    private static final List<String> SIGNERS = List.of("client", "risk");
    private static final String TREE = "2 of (risk, client, backup)";
    private static final int CERTIFYING = 4;
    private static final int CANNOT_START = 3;
    private static final String LONG = "waits out the limits of real nodes, for minutes: -Dtallystick.crash.steps=all";

    @TempDir
    private Path directory;

    private NodePrograms nodes;
    private Desk desk;

    private void start(List<String> names) throws IOException {
        nodes = new NodePrograms(directory, names);
        desk = new Desk(nodes);
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private void untilLinked() throws IOException, InterruptedException {
        for (var name : NAMES)
            nodes.await(name, "/metrics", page -> page.body().split("tallystick_link_up\\{[^}]*} 1", -1).length == 3);
    }

    private KeyCard generate() {
        var news = desk.hold(generation(), 1, NAMES, (_, _) -> {});
        assertThat(news)
                .hasSize(NAMES.size())
                .allSatisfy((_, last) -> assertThat(last).isInstanceOf(CeremonyNews.Generated.class));
        return ((CeremonyNews.Generated) news.values().iterator().next()).key();
    }

    private static CeremonyTask generation() {
        return new CeremonyTask.Generate(Scheme.ECDSA_SECP256K1.code(), TREE);
    }

    /// Kills the node called risk when it says that it certifies.
    private void killedWhileCertifying(CeremonyTask task, int attempt) throws IOException, InterruptedException {
        var news = desk.hold(task, attempt, NAMES, (name, each) -> {
            if (name.equals("risk")
                    && each instanceof CeremonyNews.Stage(var stage, var _, var _)
                    && stage == CERTIFYING) nodes.kill("risk");
        });
        assertThat(nodes.process("risk").isAlive()).as(news.toString()).isFalse();
        nodes.start("risk");
        untilLinked();
    }

    private int epoch(String name, Digest32 key) {
        return desk.cards(name).stream()
                .filter(card -> card.id().equals(key))
                .mapToInt(KeyCard::epoch)
                .sum();
    }

    private int untilTogether(Digest32 key) {
        Patience.until(() ->
                NAMES.stream().mapToInt(name -> epoch(name, key)).distinct().count() == 1);
        return epoch("risk", key);
    }

    private void assertSigns(SignRequest request) {
        var replies = Patience.signed(2, () -> again(request));
        assertThat(replies.values()).hasSize(2).containsOnly(replies.get("risk"));
        assertThat(again(request)).isEqualTo(replies);
    }

    private Map<String, SignReply> again(SignRequest request) {
        return desk.sign(desk.again(request.evidence(), request.signers()));
    }

    @Test
    @EnabledIfSystemProperty(named = "tallystick.crash.steps", matches = "all", disabledReason = LONG)
    void killedInEachOperation_everyNodeStandsInOneEpoch_andAnIntentHasOneResult() throws Exception {
        start(NAMES);
        untilLinked();
        killedWhileCertifying(generation(), 1);
        for (var card : desk.cards("client"))
            assertThat(untilTogether(card.id())).isEqualTo(1);
        var key = generate();

        killedWhileCertifying(new CeremonyTask.Refresh(desk.shown("client", key.id())), 1);
        var refreshed = untilTogether(key.id());
        assertThat(refreshed).isBetween(1, 2);

        var record = desk.shown("client", key.id());
        var task = new CeremonyTask.Reshare(record, "2 of (backup, client, risk)", SIGNERS);
        killedWhileCertifying(task, refreshed == 1 ? 2 : 1);
        assertThat(untilTogether(key.id())).isBetween(refreshed, refreshed + 1);

        killedWhileSigning(key.id());
    }

    private void killedWhileSigning(Digest32 key) throws Exception {
        for (var name : SIGNERS) nodes.await(name, "/ready", page -> page.status() == 200);
        var request = desk.request(key, SIGNERS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var early = threads.submit(() -> desk.ask("risk", request));
            nodes.await("risk", "/metrics", page -> page.body().contains("\ntallystick_calls_under_way 1\n"));
            nodes.kill("risk");
            assertThat(Patience.result(early)).isEmpty();
        }
        nodes.start("risk");
        untilLinked();
        assertSigns(desk.again(request.evidence(), SIGNERS));
        assertSigns(desk.request(key, SIGNERS));
    }

    @Test
    void secondProcessOnOneDirectory_doesNotStart() throws Exception {
        start(List.of("risk"));
        nodes.await("risk", "/health", page -> page.status() == 200);
        var first = nodes.process("risk");
        nodes.start("risk");
        assertThat(Patience.status(nodes.process("risk"))).isEqualTo(CANNOT_START);
        assertThat(nodes.output("risk"))
                .contains("tallystick-node: cannot start: another process holds %s: stop it first"
                        .formatted(nodes.directory("risk")));
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    @EnabledIfSystemProperty(named = "tallystick.crash.steps", matches = "all", disabledReason = LONG)
    void nodeStartedFromAnOlderCopyOfItsDirectory_isToldSoByItsPeers_andAlarms() throws Exception {
        start(NAMES);
        untilLinked();
        var key = generate();
        assertSigns(desk.request(key.id(), SIGNERS));
        nodes.kill("risk");
        var copy = Files.createDirectory(directory.resolve("copy"));
        copy(nodes.directory("risk"), copy);
        nodes.start("risk");
        untilLinked();
        assertSigns(desk.request(key.id(), SIGNERS));
        nodes.kill("risk");

        nodes.start("risk", copy);
        nodes.await("risk", "/metrics", page -> page.status() == 200);
        Patience.until(() -> says(copy, "ALARM this node signed a log of"));
    }

    private static boolean says(Path own, String what) {
        try (var lines = Files.lines(own.resolve("output"))) {
            return lines.anyMatch(line -> line.contains(what));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.skip(1).toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }
}
