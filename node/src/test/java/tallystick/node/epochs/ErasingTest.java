package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// A node died after it had written down that an epoch is over, and before the files were gone.
@DisplayName("Old shares are gone before anybody hears so, docs/spec/ceremony.md CE-33")
class ErasingTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");

    @TempDir
    Path directory;

    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private TrialFleet fleet;
    private KeyCard card;
    private KeyRecord first;
    private Path folder;

    @BeforeEach
    void refreshAndPutTheOldFilesBack() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        card = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        first = fleet.shown("alpha", card.id());
        folder = fleet.disk("bravo").resolve("keys").resolve(card.id().toString());
        var aside = Files.createDirectory(directory.resolve("aside"));
        copy(folder, aside);
        TrialFleet.agreed(fleet.hold(fleet.order(new CeremonyTask.Refresh(first), 1), THREE));
        Patience.until("the old files are gone", () -> old().isEmpty());
        fleet.stop("bravo");
        copy(aside, folder);
        assertThat(old()).hasSize(2);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (var file : files.filter(ErasingTest::isOld).toList())
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
        }
    }

    private static boolean isOld(Path file) {
        return String.valueOf(file.getFileName()).startsWith("1-");
    }

    private List<Path> old() {
        try (var files = Files.list(folder)) {
            return files.filter(ErasingTest::isOld).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Charlie shows bravo the epoch that is over; what bravo answers is noted.
    private void showBravoTheOldEpoch() {
        var channel =
                Transcript.of("tallystick/node/v1/epochs").add("key", card.id()).digest();
        said.clear();
        fleet.network().via((from, to, frame, deliver) -> {
            if (from.equals("bravo") && to.equals("charlie") && frame.channel().equals(channel)) said.add(name(frame));
            deliver.run();
        });
        var body = Bytes.concat(Bytes.copyOf(EpochVoice.RECORD), first.encode());
        fleet.network().send("charlie", "bravo", new PeerFrame(channel, false, body));
        Patience.until("bravo shows its own", () -> said.contains("record"));
    }

    private static String name(PeerFrame frame) {
        var body = frame.body().slice(1, frame.body().length());
        if (frame.body().at(0) == EpochVoice.RECORD) return "record";
        return frame.body().at(0) == EpochVoice.STATEMENT
                        && EpochStatement.parse(body) instanceof Parsed.Ok<EpochStatement>(var statement)
                ? statement.kind().toString()
                : "other";
    }

    @Test
    void nodeThatDiedBeforeTheFilesWereGone_destroysThemWhenItStarts() throws Exception {
        fleet.start("bravo");
        Patience.until("the old files are gone again", () -> old().isEmpty());
        showBravoTheOldEpoch();
        Patience.until("bravo says so", () -> said.contains("SETTLED"));
    }

    @Test
    void nodeWhoseDiskKeepsThem_doesNotSayThatTheyAreGone_untilTheyAre() throws Exception {
        var stuck = Files.createDirectory(folder.resolve("1-0123456789abcdef.share"));
        Files.createFile(stuck.resolve("in the way"));
        fleet.start("bravo");
        showBravoTheOldEpoch();
        showBravoTheOldEpoch();
        assertThat(said).contains("record").doesNotContain("SETTLED");
        Files.delete(stuck.resolve("in the way"));
        Files.delete(stuck);
        Patience.until("the rest is gone", () -> old().isEmpty());
        showBravoTheOldEpoch();
        Patience.until("now bravo says so", () -> said.contains("SETTLED"));
    }

    @Test
    void shareOfALaterAttempt_thatWasSealedMeanwhile_stays() throws Exception {
        var pending = folder.resolve("3-0123456789abcdef.share");
        Files.write(pending, new byte[] {1});
        fleet.start("bravo");
        Patience.until("the old files are gone again", () -> old().isEmpty());
        assertThat(pending).exists();
        assertThat(fleet.node("bravo").keys().held(card.id())).isPresent();
    }
}
