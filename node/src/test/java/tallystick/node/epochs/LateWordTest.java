package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("ACTIVATED reaches everybody at last, docs/spec/ceremony.md CE-37")
class LateWordTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private Digest32 key;
    private EpochTalk talk;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
        key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE)
                .id();
        talk = new EpochTalk(fleet, key);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private void refresh() {
        fleet.holdInVain(fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", key)), 1), THREE);
    }

    /// Its record is put back to that moment. A process that was killed there leaves just that.
    @Test
    void nodeKilledBeforeItSaidSo_saysSoAfterItsStart() throws Exception {
        fleet.network().via((from, _, frame, deliver) -> {
            if (!from.equals("bravo") || !talk.states(frame, Kind.ACTIVATED)) deliver.run();
        });
        refresh();
        Patience.until("all in 2", () -> THREE.stream().allMatch(node -> talk.epoch(node) == 2));
        fleet.stop("bravo");
        var was = talk.record("bravo");
        var certificate = was.change().inUse().orElseThrow();
        var number = certificate.key().tree().party("bravo").orElseThrow();
        var killed = new EpochRecord(
                was.attempt(),
                was.runs(),
                new EpochChange.Active(certificate, number, new TreeMap<>(), 0),
                was.behind(),
                was.before());
        Files.write(
                fleet.disk("bravo").resolve("keys").resolve(key.toString()).resolve("epochs"),
                killed.encode().toArray());
        talk.open();
        fleet.start("bravo");
        talk.settled(THREE, 2);
        for (var node : THREE) Patience.until("erased", () -> talk.change(node) instanceof EpochChange.OldErased);
    }

    /// Bravo was away when alpha said it, and an attempt that hangs lies on top of that at alpha since.
    @Test
    void nodeThatEndedTheChange_repeatsItsWord_underAnAttemptThatHangs() throws Exception {
        fleet.network().via((from, to, frame, deliver) -> {
            if (from.equals("bravo") || !to.equals("bravo") || !talk.states(frame, Kind.ACTIVATED)) deliver.run();
        });
        refresh();
        Patience.until("alpha is done", () -> talk.change("alpha") instanceof EpochChange.OldErased);
        fleet.stop("bravo");
        talk.withhold("charlie", Kind.PREPARED);
        var without = new CeremonyTask.Reshare(
                fleet.shown("alpha", key), "2 of (alpha, charlie, delta)", List.of("alpha", "charlie"));
        fleet.holdInVain(fleet.order(without, 1), List.of("alpha", "charlie", "delta"));
        assertThat(talk.change("alpha")).isInstanceOf(EpochChange.Prepared.class);

        fleet.network().cut("charlie");
        fleet.start("bravo");
        var signed = Patience.signed(
                2, () -> fleet.sign(fleet.request(key, Algorithm.ED25519, Bytes.copyOf(new byte[32]), HONEST)));
        assertThat(signed.values()).allMatch(SignReply.Signed.class::isInstance);
    }
}
