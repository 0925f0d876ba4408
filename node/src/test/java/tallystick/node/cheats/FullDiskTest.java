package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Desk;
import tallystick.node.kit.NodePrograms;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialDisk;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("nodes whose disk takes nothing more")
class FullDiskTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> SIGNERS = List.of("alpha", "bravo");
    private static final String TREE = "2 of (alpha, bravo, charlie)";
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final SignReply UNWRITABLE = new SignReply.Refused(
            RefusalCode.DISK_FAILED, "this node's disk cannot be written: its operator must look at it");

    @TempDir
    private Path directory;

    /// Bravo's disk, full for files of some names while `full` is set.
    private static TrialDisk disk(AtomicBoolean full, String names) {
        return new TrialDisk((what, file) -> {
            if (full.get() && what.equals("write") && file.matches(names))
                throw new IOException("No space left on device");
        });
    }

    private TrialFleet fleet(AtomicBoolean full, String names) throws IOException, StoreUnavailable {
        var fleet = new TrialFleet(directory, THREE);
        fleet.stop("bravo");
        fleet.start("bravo", disk(full, names));
        return fleet;
    }

    private static void assertSigned(Iterable<SignReply> replies) {
        assertThat(replies).hasSize(2).allSatisfy(reply -> assertThat(reply).isInstanceOf(SignReply.Signed.class));
    }

    @Test
    void logThatCannotBeWritten_signsNothing_untilTheNodeIsRestarted() throws IOException, StoreUnavailable {
        var full = new AtomicBoolean();
        try (var fleet = fleet(full, "journal")) {
            var key = fleet.generate(Scheme.FROST_ED25519.code(), TREE, THREE);
            var request = fleet.request(key.id(), Algorithm.ED25519, MESSAGE, SIGNERS);
            full.set(true);
            var bravo = fleet.node("bravo");
            assertThat(bravo.signings().sign(request)).isEqualTo(UNWRITABLE);
            assertThat(bravo.log().trouble())
                    .contains("the audit log could not be written: make room, then restart this node");
            full.set(false);
            assertThat(bravo.signings().sign(request)).isEqualTo(UNWRITABLE);
            fleet.stop("bravo");
            fleet.start("bravo");
            assertSigned(fleet.sign(request).values());
        }
    }

    @Test
    void storeThatCannotBeWritten_stopsACeremony_andTheNextOneSucceeds() throws IOException, StoreUnavailable {
        var full = new AtomicBoolean();
        try (var fleet = fleet(full, ".*\\.share\\.new")) {
            var key = fleet.generate(Scheme.FROST_ED25519.code(), TREE, THREE);
            var task = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
            full.set(true);
            var news = fleet.holdInVain(fleet.order(task, 1), THREE);
            assertThat(news.get("bravo"))
                    .isEqualTo(new CeremonyNews.Failed("this node's disk failed: No space left on device"));
            assertThat(news.values()).allMatch(CeremonyNews.Failed.class::isInstance);
            assertSigned(fleet.sign(fleet.request(key.id(), Algorithm.ED25519, MESSAGE, SIGNERS))
                    .values());
            full.set(false);
            assertThat(TrialFleet.agreed(fleet.hold(fleet.order(task, 2), THREE))
                            .epoch())
                    .isEqualTo(2);
            assertSigned(fleet.sign(fleet.request(key.id(), Algorithm.ED25519, MESSAGE, SIGNERS))
                    .values());
        }
    }

    @Test
    void fullFileSystemOfARealNode_refuses_isNotReady_andTheIntentIsSignedOnceThereIsRoom() throws Exception {
        var names = List.of("risk", "client", "backup");
        var signers = List.of("client", "risk");
        var mount = Files.createDirectory(directory.resolve("risk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", mount.toString()), "may not mount");
        try (var nodes = new NodePrograms(directory, names)) {
            var desk = new Desk(nodes);
            for (var name : names)
                nodes.await(
                        name, "/metrics", page -> page.body().split("tallystick_link_up\\{[^}]*} 1", -1).length == 3);
            var task = new CeremonyTask.Generate(Scheme.ECDSA_SECP256K1.code(), "2 of (risk, client, backup)");
            var key = desk.hold(task, 1, names, (_, _) -> {}).values().stream()
                    .map(news -> ((CeremonyNews.Generated) news).key())
                    .map(KeyCard::id)
                    .findFirst()
                    .orElseThrow();
            nodes.await("risk", "/ready", page -> page.status() == 200);
            var request = desk.request(key, signers);
            fill(mount.resolve("filler"));
            assertThat(desk.ask("risk", request)).contains(UNWRITABLE);
            nodes.await(
                    "risk",
                    "/ready",
                    page -> page.status() == 503 && page.body().contains("written"));
            nodes.await(
                    "risk",
                    "/health",
                    page -> page.status() == 503 && page.body().contains("written"));

            Files.delete(mount.resolve("filler"));
            nodes.kill("risk");
            nodes.start("risk");
            for (var name : signers) nodes.await(name, "/ready", page -> page.status() == 200);
            Patience.signed(2, () -> desk.sign(desk.again(request.evidence(), signers)));
        } finally {
            assertThat(run("umount", mount.toString())).isTrue();
        }
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        return Patience.status(process) == 0;
    }

    /// Writes until nothing more can be written.
    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (var chunk = new byte[512]; ; ) out.write(chunk);
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
