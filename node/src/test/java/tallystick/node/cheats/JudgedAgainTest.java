package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.governance.FreezeScope;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.room.Room;

@DisplayName("What happens while a request is being signed, docs/spec/court.md CO-12")
class JudgedAgainTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> TWO = List.of("alpha", "bravo");
    private static final Bytes PAYMENT = Bytes.copyOf(new byte[32]);
    private static final Digest32 NEWS =
            Transcript.of("tallystick/governance/v1/news-channel").digest();

    @TempDir
    Path directory;

    private final AtomicInteger saidByBravo = new AtomicInteger();
    private TrialFleet fleet;
    private TrialPeople people;
    private KeyCard key;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private SignRequest approved() {
        var request = fleet.request(key.id(), Algorithm.ED25519, PAYMENT, TWO);
        var answer = people.answer("ann", request.evidence().subject(), Answer.APPROVE);
        return new SignRequest(
                request.evidence().with(List.of(answer), List.of()),
                request.completed(),
                request.signers(),
                request.attempt());
    }

    /// Signs, and before bravo hears the first word of alpha something happens.
    private Map<String, SignReply> signWhile(SignRequest request, Runnable happening) {
        var happened = new AtomicBoolean();
        fleet.network().via((from, to, frame, deliver) -> {
            if (!isOfARun(frame)) {
                deliver.run();
                return;
            }
            if (from.equals("bravo")) saidByBravo.incrementAndGet();
            if (from.equals("alpha") && happened.compareAndSet(false, true)) happening.run();
            deliver.run();
        });
        return fleet.sign(request);
    }

    private static boolean isOfARun(PeerFrame frame) {
        return !frame.channel().equals(NEWS) && frame.body().length() > 0;
    }

    private List<AuditEvent> events(String node) {
        var tiles = Patience.published(fleet.node(node).log());
        return java.util.stream.LongStream.range(0, tiles.size())
                .mapToObj(at -> AuditEntry.parse(tiles.entry(at)).orThrow().event())
                .toList();
    }

    private void stopped(Map<String, SignReply> replies, String why) {
        assertThat(replies).hasSize(2);
        assertThat(replies.get("bravo"))
                .isInstanceOfSatisfying(
                        SignReply.Refused.class,
                        refused -> assertThat(refused.why()).contains(why));
        assertThat(replies.get("alpha")).isNotInstanceOf(SignReply.Signed.class);
        assertThat(saidByBravo).as("commitments, and no share").hasValueLessThanOrEqualTo(1);
        assertThat(events("bravo")).noneMatch(AuditEvent.Signed.class::isInstance);
    }

    @Test
    void freezeThatArrivesInTheMiddle_keepsTheShareBack() {
        var freeze = people.freeze("bo", new FreezeScope.Workspace());
        stopped(signWhile(approved(), () -> people.follow("bravo", new GovernanceOrder.Freeze(freeze))), "frozen");
    }

    @Test
    void freezeOfTheOtherNode_keepsTheShareBack() {
        var freeze = people.freeze("bo", new FreezeScope.Node("alpha"));
        stopped(signWhile(approved(), () -> people.follow("bravo", new GovernanceOrder.Freeze(freeze))), "frozen");
    }

    @Test
    void intentThatExpiresInTheMiddle_isNotSigned() {
        stopped(signWhile(approved(), () -> fleet.pass(Duration.ofMinutes(10))), "no longer be signed");
    }

    private static boolean awaited(CountDownLatch free) {
        try {
            return free.await(Patience.SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Others have both places of a node's room until they are let go.
    private static List<Thread> occupied(Room room, CountDownLatch free) {
        var threads = new ArrayList<Thread>();
        for (var somebody : List.of("ann", "bo"))
            threads.add(Thread.ofPlatform().start(() -> room.in(somebody, () -> awaited(free))));
        Patience.until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        return threads;
    }

    /// What alpha says to what waits for a place while something happens.
    private SignReply signedOnceThereIsRoom(Runnable happening) throws InterruptedException {
        var request = approved();
        var free = new CountDownLatch(1);
        var room = fleet.node("alpha").room();
        var threads = occupied(room, free);
        var replies = new ArrayList<SignReply>();
        threads.add(Thread.ofPlatform()
                .start(() -> replies.add(fleet.node("alpha").signings().sign(request))));
        Patience.until(() -> room.waiting() == 1);
        happening.run();
        free.countDown();
        for (var thread : threads) thread.join();
        return replies.getFirst();
    }

    private void deniedAtOnce(SignReply reply, String why) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        SignReply.Refused.class,
                        refused -> assertThat(refused.why()).contains(why));
        assertThat(events("alpha"))
                .filteredOn(AuditEvent.PolicyDecided.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        AuditEvent.PolicyDecided.class,
                        decided -> assertThat(decided.decision()).isEqualTo(AuditEvent.Said.DENIED));
    }

    /// Others have the room until it is too late: it is not found still good as of when it was brought.
    @Test
    void intentThatExpiresWhileItWaits_isDeniedAtOnce() throws InterruptedException {
        deniedAtOnce(signedOnceThereIsRoom(() -> fleet.pass(Duration.ofMinutes(10))), "");
    }

    /// Nor by what was in force when it was brought.
    @Test
    void intentThatIsFrozenWhileItWaits_isDeniedAtOnce() throws InterruptedException {
        var freeze = people.freeze("bo", new FreezeScope.Workspace());
        deniedAtOnce(signedOnceThereIsRoom(() -> people.follow("alpha", new GovernanceOrder.Freeze(freeze))), "frozen");
    }

    /// Whether it still may be signed is asked as of when there is a place to ask it.
    @Test
    void freezeThatArrivesWhileItIsAskedAgain_keepsTheShareBack() {
        var freeze = people.freeze("bo", new FreezeScope.Workspace());
        var room = fleet.node("bravo").room();
        var free = new CountDownLatch(1);
        stopped(
                signWhile(approved(), () -> {
                    Patience.until(() -> saidByBravo.get() == 1);
                    occupied(room, free);
                    fleet.pass(Duration.ofSeconds(2));
                    Thread.ofPlatform().start(() -> {
                        Patience.until(() -> room.waiting() == 1);
                        people.follow("bravo", new GovernanceOrder.Freeze(freeze));
                        free.countDown();
                    });
                }),
                "frozen");
    }

    @Test
    void timeThatPassesInTheMiddle_changesNothingByItself() {
        assertThat(signWhile(approved(), () -> fleet.pass(Duration.ofMinutes(1)))
                        .values())
                .hasSize(2)
                .allMatch(SignReply.Signed.class::isInstance);
    }
}
