package tallystick.node.cheats;

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

/// A peer that says things of runs that have not begun here, or are over: what it costs is its own room and nobody
/// else's, and no other peer's frames live longer or shorter for it.
class EarlyFramesTest {
    private static final SortedMap<PartyId, String> NAMES =
            new TreeMap<>(Map.of(new PartyId(1), "alpha", new PartyId(2), "bravo", new PartyId(4), "mallory"));
    private static final Digest32 SETUP =
            Transcript.of("tallystick/test/v1/setup").digest();
    private static final Digest32 CHANNEL = runOf(1).session().id().value();
    private static final Bytes LEFT = Bytes.empty();
    private static final Bytes WORD = Bytes.copyOf((byte) 1);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final List<String> blamed = new ArrayList<>();
    private final Driver driver = new Driver((_, _) -> {}, now::get, (_, culprits, _) -> blamed.addAll(culprits));

    private static Run<?> runOf(int party) {
        var fresh = Bytes.copyOf(new byte[32]);
        var parties = List.copyOf(NAMES.keySet());
        return Run.unechoed(Agreement.of(SETUP, new PartyId(party), parties, SETUP, fresh, _ -> Occasions.Noted.FIRST));
    }

    private static Digest32 channel(int number) {
        return Transcript.of("tallystick/test/v1/channel").add("number", number).digest();
    }

    private void says(String from, Digest32 channel, Bytes message) {
        driver.receive(from, new PeerFrame(channel, true, message));
    }

    private void after(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    /// What these parties say in a run.
    private void bring(int... parties) {
        for (var party : parties)
            for (var sent : runOf(party).start())
                if (sent.to().equals(new PartyId(1))) says(NAMES.get(new PartyId(party)), CHANNEL, sent.message());
    }

    private Run.Outcome<?> drive() throws InterruptedException {
        return driver.drive(CHANNEL, runOf(1), NAMES, LIMIT);
    }

    /// Who said what waits on a channel, which is taken from it.
    private List<String> held(Digest32 channel) {
        var held = new ArrayList<String>();
        BiConsumer<String, Bytes> listener = (from, _) -> held.add(from);
        driver.listen(channel, listener);
        driver.unlisten(channel, listener);
        return held;
    }

    @Test
    void leaveTaken_ofARunThatFinished_isNotHeld() throws InterruptedException {
        bring(2, 4);
        assertThat(drive()).isInstanceOf(Run.Outcome.Finished.class);
        says("mallory", CHANNEL, LEFT);
        assertThat(held(CHANNEL)).isEmpty();
    }

    @Test
    void leaveTaken_ofARunThatStopped_isNotHeld_soTheNextOfThatNameFinishes() throws InterruptedException {
        says("mallory", CHANNEL, LEFT);
        assertThat(drive()).isInstanceOf(Run.Outcome.Stopped.class);
        says("mallory", CHANNEL, LEFT);
        bring(2, 4);
        assertThat(drive()).isInstanceOf(Run.Outcome.Finished.class);
        assertThat(blamed).containsExactly("mallory");
    }

    @Test
    void leaveTaken_ofARunThisNodeHasLeft_isNotHeld() {
        driver.leave(CHANNEL, new PartyId(1), NAMES);
        says("mallory", CHANNEL, LEFT);
        assertThat(held(CHANNEL)).isEmpty();
    }

    @Test
    void leaveTaken_ofAnAgreementAndWhatFollowedIt_isNotHeldWhenBothAreOver() throws InterruptedException {
        says("mallory", channel(1), LEFT);
        driver.driveAfter(channel(1), CHANNEL, runOf(1), NAMES, LIMIT);
        says("bravo", channel(1), LEFT);
        says("bravo", CHANNEL, LEFT);
        assertThat(held(channel(1))).isEmpty();
        assertThat(held(CHANNEL)).isEmpty();
    }

    @Test
    void leaveTaken_ofARunThatBeginsAgain_isHeardFromWhoHasSpokenInIt() throws InterruptedException {
        bring(2, 4);
        drive();
        says("mallory", CHANNEL, WORD);
        says("mallory", CHANNEL, LEFT);
        assertThat(held(CHANNEL)).containsExactly("mallory", "mallory");
    }

    @Test
    void runThatIsOver_isRememberedForAMinute() throws InterruptedException {
        bring(2, 4);
        drive();
        after(59);
        says("mallory", CHANNEL, LEFT);
        assertThat(held(CHANNEL)).isEmpty();
        after(1);
        says("mallory", CHANNEL, LEFT);
        assertThat(held(CHANNEL)).containsExactly("mallory");
    }

    @Test
    void leavesTakenOfEndedRuns_crowdNothingOut() {
        for (var i = 0; i < 1000; i++) driver.leave(channel(i), new PartyId(1), NAMES);
        says("mallory", CHANNEL, WORD);
        for (var i = 0; i < 1000; i++) says("mallory", channel(i), LEFT);
        assertThat(held(CHANNEL)).containsExactly("mallory");
    }

    @Test
    void channelOpenedLongBefore_shortensNobodyElsesTime() throws InterruptedException {
        says("mallory", CHANNEL, WORD);
        after(59);
        bring(2);
        after(59);
        says("mallory", channel(1), WORD);
        bring(4);
        assertThat(drive()).isInstanceOf(Run.Outcome.Finished.class);
    }

    @Test
    void channelKeptAlive_prolongsNobodysTime_andNotOnesOwn() {
        says("bravo", CHANNEL, WORD);
        for (var i = 0; i < 2; i++) {
            says("mallory", CHANNEL, WORD);
            after(30);
        }
        says("mallory", CHANNEL, WORD);
        assertThat(held(CHANNEL)).as("of the first minute nothing").containsExactly("mallory");
    }

    @Test
    void channelsBeyondAPeersNumber_costItsOwnOldest_andNobodyElses_whoeverOpenedThem() {
        for (var i = 0; i < 252; i++) says("bravo", channel(i), WORD);
        for (var i = 0; i < 262; i++) {
            says("mallory", channel(i), WORD);
            now.incrementAndGet();
        }
        for (var i = 0; i < 6; i++) assertThat(held(channel(i))).containsExactly("bravo");
        for (var i = 6; i < 252; i++) assertThat(held(channel(i))).containsExactly("bravo", "mallory");
        for (var i = 252; i < 262; i++) assertThat(held(channel(i))).containsExactly("mallory");
    }
}
