package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.node.rounds.Driver;

class DriverTest {
    private static final SortedMap<PartyId, String> NAMES =
            new TreeMap<>(Map.of(new PartyId(1), "alpha", new PartyId(2), "bravo", new PartyId(4), "charlie"));
    private static final Digest32 SETUP =
            Transcript.of("tallystick/test/v1/setup").digest();
    private static final Digest32 CHANNEL = runOf(1).session().id().value();

    private final AtomicLong now = new AtomicLong();
    private final List<String> blamed = new ArrayList<>();
    private final Driver driver = new Driver((_, _) -> {}, now::get, (_, culprits, _) -> blamed.addAll(culprits));

    private record Sent(String to, PeerFrame frame) {}

    @Test
    void nodeThatLeavesARun_tellsTheOthersAndNotItself() {
        var sent = new ArrayList<Sent>();
        var driver = new Driver((to, frame) -> sent.add(new Sent(to, frame)), () -> 0, (_, _, _) -> {});
        var channel = Transcript.of("tallystick/test/v1/channel").digest();
        driver.leave(channel, new PartyId(2), NAMES);
        var left = new PeerFrame(channel, true, Bytes.empty());
        assertThat(sent).isEqualTo(List.of(new Sent("alpha", left), new Sent("charlie", left)));
    }

    @Test
    void memberThatLeaves_isNamedAndNobodyElse() throws InterruptedException {
        driver.receive("charlie", new PeerFrame(CHANNEL, true, Bytes.empty()));
        assertThat(driver.drive(CHANNEL, runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Stopped.class);
        assertThat(blamed).containsExactly("charlie");
    }

    @Test
    void whoLeftAnAgreementThatHasEndedHere_isNotWaitedForInWhatFollows() throws InterruptedException {
        driver.receive("charlie", new PeerFrame(channel(1), true, Bytes.empty()));
        assertThat(driver.driveAfter(channel(1), CHANNEL, runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Stopped.class);
        assertThat(blamed).containsExactly("charlie");
    }

    @Test
    void whoLeftRightAfterItsLastWordInAnAgreement_isNotWaitedForInWhatFollows() throws InterruptedException {
        bringAll();
        driver.receive("bravo", new PeerFrame(CHANNEL, true, Bytes.empty()));
        assertThat(driver.driveBefore(CHANNEL, runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Finished.class);
        assertThat(driver.driveAfter(CHANNEL, channel(1), runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Stopped.class);
        assertThat(blamed).containsExactly("bravo");
    }

    @Test
    void nothingElseSaidInAnAgreementThatHasEnded_isHeardInWhatFollows() throws InterruptedException {
        driver.receive("charlie", new PeerFrame(channel(1), true, Bytes.copyOf((byte) 1)));
        bringAll();
        assertThat(driver.driveAfter(channel(1), CHANNEL, runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Finished.class);
        driver.receive("charlie", new PeerFrame(channel(1), true, Bytes.empty()));
        bringAll();
        assertThat(driver.drive(CHANNEL, runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Finished.class);
    }

    /// What the others say in a run.
    private void bringAll() {
        for (var party : List.of(2, 4))
            for (var sent : runOf(party).start())
                if (sent.to().equals(new PartyId(1)))
                    driver.receive(NAMES.get(new PartyId(party)), new PeerFrame(CHANNEL, true, sent.message()));
    }

    @Test
    void frameOfAListener_isNotTakenAtOnce() {
        var heard = new ArrayList<String>();
        driver.listen(CHANNEL, (from, _) -> heard.add(from));
        assertThat(driver.receiveAtOnce("bravo", new PeerFrame(CHANNEL, true, Bytes.copyOf((byte) 1))))
                .isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void framesOfARun_takenAtOnce_areHeardInIt() throws InterruptedException {
        for (var party : List.of(2, 4))
            for (var sent : runOf(party).start())
                if (sent.to().equals(new PartyId(1)))
                    assertThat(driver.receiveAtOnce(
                                    NAMES.get(new PartyId(party)), new PeerFrame(CHANNEL, true, sent.message())))
                            .isTrue();
        assertThat(driver.drive(CHANNEL, runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Finished.class);
    }

    @Test
    void strangerToTheRun_doesNotCrowdOutItsMembers() throws InterruptedException {
        for (var i = 0; i < 5000; i++) driver.receive("outsider", new PeerFrame(CHANNEL, true, Bytes.copyOf((byte) 1)));
        bringAll();
        assertThat(driver.drive(CHANNEL, runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Finished.class);
    }

    @Test
    void whatWasSaidForARun_waitsLongerThanTheSendersLeavesOfOthers() throws InterruptedException {
        bringAll();
        for (var i = 0; i < 100; i++) driver.receive("bravo", new PeerFrame(channel(i), true, Bytes.empty()));
        assertThat(driver.drive(CHANNEL, runOf(1), NAMES, Duration.ofMinutes(1)))
                .isInstanceOf(Run.Outcome.Finished.class);
    }

    @Test
    void framesOfRunsNobodyHasBegun_areHeldWithinABudgetOfTheirSender() {
        var large = Bytes.copyOf(new byte[PeerFrame.BODY_BYTES_MAX]);
        for (var i = 0; i < 100; i++) driver.receive("mallory", new PeerFrame(channel(i % 50), true, large));
        driver.receive("bravo", new PeerFrame(channel(7), true, large));
        assertThat(heldOf(50)).containsExactly("mallory", "mallory", "mallory", "bravo");
        for (var i = 0; i < 9; i++) driver.receive("mallory", new PeerFrame(channel(i), true, large));
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        for (var i = 20; i < 29; i++) driver.receive("mallory", new PeerFrame(channel(i), true, large));
        assertThat(heldOf(50)).containsExactly("mallory", "mallory", "mallory");
    }

    @Test
    void emptyFramesOfARunNobodyHasBegun_areHeldWithinTheBudget() {
        for (var i = 0; i < 70_000; i++) driver.receive("mallory", new PeerFrame(CHANNEL, true, Bytes.empty()));
        var held = new ArrayList<String>();
        driver.listen(CHANNEL, (from, _) -> held.add(from));
        assertThat(held).hasSize((13 << 20) / 256);
    }

    private List<String> heldOf(int channels) {
        var held = new ArrayList<String>();
        for (var i = 0; i < channels; i++) {
            BiConsumer<String, Bytes> listener = (from, _) -> held.add(from);
            driver.listen(channel(i), listener);
            driver.unlisten(channel(i), listener);
        }
        return held;
    }

    private static Digest32 channel(int number) {
        return Transcript.of("tallystick/test/v1/channel").add("number", number).digest();
    }

    private static Run<?> runOf(int party) {
        var fresh = Bytes.copyOf(new byte[32]);
        var parties = List.copyOf(NAMES.keySet());
        return Run.unechoed(Agreement.of(SETUP, new PartyId(party), parties, SETUP, fresh, _ -> Occasions.Noted.FIRST));
    }
}
