package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.ecdsa.VolePools;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;
import tallystick.node.kit.Patience;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.PairLedger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.wire.MemberIdentity;

class PairFillsTest {
    private static final PartyId ALPHA = new PartyId(1);
    private static final PartyId BRAVO = new PartyId(2);
    private static final Digest32 KEY = Transcript.of("tallystick/test/v1/key").digest();
    private static final int ITEMS = 4;

    @TempDir
    private Path directory;

    private final SystemEntropy entropy = new SystemEntropy();
    private final SecretMemory home = SecretMemory.open();
    private final Side alpha = new Side("alpha", ALPHA);
    private final Side bravo = new Side("bravo", BRAVO);

    /// One of the two nodes, its links in the test's hand.
    private final class Side {
        final MemberIdentity identity;
        final PartyId party;
        final List<PeerFrame> said = new CopyOnWriteArrayList<>();
        final VolePools items;
        final Driver driver;
        final AtomicLong restedNanos = new AtomicLong();
        final FillThreads threads = new FillThreads(this::thread, restedNanos::get);
        boolean hasThreads = true;
        private AutoCloseable ledger = () -> {};
        private @Nullable PairSecrets pair;
        private @Nullable PairFills fills;

        Side(String name, PartyId party) {
            this.identity = MemberIdentity.generate(name, Instant.now(), entropy, home);
            this.party = party;
            this.items = new VolePools(party, KEY, 1, 64);
            this.driver = new Driver((_, frame) -> said.add(frame), System::nanoTime, (_, _, _) -> {});
        }

        PairFills fills() {
            return Objects.requireNonNull(fills);
        }

        private PairSecrets pair() {
            return Objects.requireNonNull(pair);
        }

        Member member() {
            return new Member(
                    identity.name(),
                    Member.Role.NODE,
                    identity.key().verifyKey(),
                    identity.tls().pin(),
                    "localhost",
                    party.value());
        }

        void open(Roster roster, PairSecrets secrets) throws StoreUnavailable {
            var opened = Ledger.open(directory.resolve(identity.name()));
            ledger = opened;
            pair = secrets;
            fills = new PairFills(
                    new Self(identity, roster, entropy, home),
                    driver,
                    NodeRoster.of(roster, List.of("alpha", "bravo")),
                    new PairLedger(opened),
                    BootId.draw(entropy),
                    PairFillsTest::run,
                    items,
                    threads,
                    () -> {});
        }

        private Thread thread(Runnable work) {
            return new Thread(work) {
                @Override
                public void start() {
                    if (!hasThreads) throw new OutOfMemoryError("unable to create native thread");
                    super.start();
                }
            };
        }

        void begin(String invitation) {
            fills().begin(pair(), new PoolNews.Invitation(name(invitation), ITEMS));
        }

        /// Longer than any rest.
        void rest() {
            restedNanos.addAndGet(20_000_000_000L);
        }

        boolean hasSpokenOf(String invitation) {
            return said.stream().anyMatch(frame -> frame.channel().equals(run(name(invitation))));
        }

        void close() throws Exception {
            fills().close();
            items.close();
            pair().close();
            ledger.close();
            identity.close();
        }
    }

    private static Digest32 name(String invitation) {
        return Transcript.of("tallystick/test/v1/invitation")
                .add("name", invitation)
                .digest();
    }

    private static Digest32 run(Digest32 invitation) {
        return Transcript.of("tallystick/test/v1/run").add("of", invitation).digest();
    }

    @BeforeEach
    void open() throws StoreUnavailable {
        var roster = new Roster(1, List.of(alpha.member(), bravo.member()));
        var parties = List.of(ALPHA, BRAVO);
        var id = new SessionId(Transcript.of("tallystick/test/v1/setup").digest());
        try (var first = Run.unechoed(PairSetup.of(new Session(id, ALPHA, parties), KEY, 1, entropy, home));
                var second = Run.unechoed(PairSetup.of(new Session(id, BRAVO, parties), KEY, 1, entropy, home))) {
            carry(first, second);
            alpha.open(roster, secretsWith(BRAVO, first));
            bravo.open(roster, secretsWith(ALPHA, second));
        }
    }

    @AfterEach
    void close() throws Exception {
        alpha.close();
        bravo.close();
        home.close();
    }

    private static void carry(Run<?> first, Run<?> second) {
        Queue<Run.Envelope> toSecond = new ArrayDeque<>(first.start());
        Queue<Run.Envelope> toFirst = new ArrayDeque<>(second.start());
        while (!toFirst.isEmpty() || !toSecond.isEmpty()) {
            for (var each = toSecond.poll(); each != null; each = toSecond.poll())
                toFirst.addAll(second.receive(ALPHA, each.broadcast(), each.message()));
            for (var each = toFirst.poll(); each != null; each = toFirst.poll())
                toSecond.addAll(first.receive(BRAVO, each.broadcast(), each.message()));
        }
    }

    private static PairSecrets secretsWith(PartyId peer, Run<RosterSecrets> run) {
        if (run.outcome().orElseThrow() instanceof Run.Outcome.Finished<RosterSecrets>(var secrets))
            return Objects.requireNonNull(secrets.byPeer().get(peer));
        throw new AssertionError("the pair was not set up");
    }

    /// Brings what each has said to the other until `end`.
    private void carryUntil(java.util.function.BooleanSupplier end) {
        Patience.until(() -> {
            bring(alpha, bravo);
            bring(bravo, alpha);
            return end.getAsBoolean();
        });
    }

    private static void bring(Side from, Side to) {
        bring(from, to, Integer.MAX_VALUE);
    }

    /// @return how many frames there were to bring, of so many at most
    private static int bring(Side from, Side to, int most) {
        var frames = from.said.stream().limit(most).toList();
        for (var frame : frames) {
            from.said.remove(frame);
            to.driver.receive(from.identity.name(), frame);
        }
        return frames.size();
    }

    private void leave(Side from, Side to, String invitation) {
        to.driver.receive(from.identity.name(), new PeerFrame(run(name(invitation)), true, Bytes.empty()));
    }

    @Test
    void fill_stocksBothSides() {
        alpha.begin("first");
        bravo.begin("first");
        carryUntil(() -> alpha.fills().done(BRAVO) == 1 && bravo.fills().done(ALPHA) == 1);
        assertThat(alpha.items.stock(BRAVO)).isEqualTo(ITEMS);
        assertThat(bravo.items.stock(ALPHA)).isEqualTo(ITEMS);
        assertThat(alpha.fills().stopped(BRAVO)).isZero();
    }

    @Test
    void fillUnderWay_whenAllBeginsAnew_stocksNothing() {
        alpha.begin("first");
        bravo.begin("first");
        alpha.fills().beginAnew(BRAVO);
        carryUntil(() -> alpha.fills().ended(BRAVO) == 1 && bravo.fills().ended(ALPHA) == 1);
        assertThat(bravo.items.stock(ALPHA)).isEqualTo(ITEMS);
        assertThat(alpha.items.stock(BRAVO)).isZero();
        bravo.fills().beginAnew(ALPHA);
        assertThat(bravo.items.stock(ALPHA)).isZero();
        alpha.begin("second");
        bravo.begin("second");
        carryUntil(() -> alpha.items.stock(BRAVO) == ITEMS && bravo.items.stock(ALPHA) == ITEMS);
    }

    @Test
    void itemsCalledGone_beforeTheirFillHasEndedHere_areDestroyedWhenItHas() {
        alpha.begin("first");
        bravo.begin("first");
        var words = new AtomicInteger();
        Patience.until(() -> {
            words.addAndGet(bring(alpha, bravo, Integer.MAX_VALUE));
            bring(bravo, alpha);
            return alpha.fills().done(BRAVO) == 1 && bravo.fills().done(ALPHA) == 1;
        });
        alpha.begin("second");
        bravo.begin("second");
        // All but the last word, so that only alpha comes to the end.
        words.decrementAndGet();
        Patience.until(() -> {
            words.addAndGet(-bring(alpha, bravo, words.get()));
            bring(bravo, alpha);
            return alpha.fills().done(BRAVO) == 2;
        });
        var taken = (Taken.Items) alpha.items.allocate(BRAVO, ITEMS + 1);
        bravo.fills().discard(ALPHA, taken.allocation());
        assertThat(bravo.items.stock(ALPHA)).isZero();
        carryUntil(() -> bravo.fills().done(ALPHA) == 2);
        assertThat(bravo.items.stock(ALPHA)).isEqualTo(ITEMS - 1);
    }

    @Test
    void invitationThatArrivesWhileAFillRuns_isBegunAfterIt_andOfSeveralTheNewest() {
        bravo.begin("first");
        bravo.begin("second");
        bravo.begin("third");
        Patience.until(() -> bravo.hasSpokenOf("first"));
        assertThat(bravo.fills().isBusy(ALPHA)).isTrue();
        assertThat(bravo.hasSpokenOf("second") || bravo.hasSpokenOf("third")).isFalse();
        leave(alpha, bravo, "first");
        Patience.until(() -> bravo.hasSpokenOf("third"));
        assertThat(bravo.fills().stopped(ALPHA)).isEqualTo(1);
        leave(alpha, bravo, "third");
        Patience.until(() -> !bravo.fills().isBusy(ALPHA));
        assertThat(bravo.hasSpokenOf("second")).isFalse();
    }

    @Test
    void afterAFillThatStopped_andNoOther_thereIsARest() {
        var before = System.nanoTime();
        alpha.begin("first");
        bravo.begin("first");
        carryUntil(() -> alpha.fills().done(BRAVO) == 1 && bravo.fills().done(ALPHA) == 1);
        assertThat(bravo.fills().isResting(ALPHA, before)).isFalse();
        bravo.begin("second");
        Patience.until(() -> bravo.hasSpokenOf("second"));
        leave(alpha, bravo, "second");
        Patience.until(() -> bravo.fills().stopped(ALPHA) == 1);
        assertThat(bravo.fills().isResting(ALPHA, before + FillThreads.REST_NANOS - 1))
                .isTrue();
        bravo.rest();
        assertThat(bravo.fills().isResting(ALPHA, System.nanoTime() + FillThreads.REST_NANOS))
                .isFalse();
    }

    @Test
    void whoInvitesAndLeavesEachFill_isFollowedOnceMore_andThenAfterARest_whenItSaysItsInvitationAgain() {
        for (var name : List.of("first", "second")) {
            bravo.begin(name);
            Patience.until(() -> bravo.hasSpokenOf(name));
            leave(alpha, bravo, name);
            Patience.until(() -> !bravo.fills().isBusy(ALPHA));
        }
        bravo.begin("third");
        assertThat(bravo.fills().isBusy(ALPHA)).isFalse();
        assertThat(bravo.fills().isIdle(ALPHA))
                .as("nor is it taken for one that is forgotten")
                .isFalse();
        bravo.rest();
        assertThat(bravo.fills().isBusy(ALPHA)).isFalse();
        alpha.begin("third");
        bravo.begin("third");
        carryUntil(() -> alpha.fills().done(BRAVO) == 1 && bravo.fills().done(ALPHA) == 1);
    }

    /// On a machine that is busy a large one may take longer than it has.
    @Test
    void fillAfterOneThatStopped_makesHalfAsManyItems_andAfterOneThatDidNotTwiceAsMany() {
        assertThat(bravo.fills().most(ALPHA)).isEqualTo(Demand.BATCH_MAX);
        for (var stopped = 1; stopped <= 5; stopped++) {
            var name = "stopped " + stopped;
            bravo.rest();
            bravo.begin(name);
            Patience.until(() -> bravo.hasSpokenOf(name));
            leave(alpha, bravo, name);
            var expected = stopped;
            Patience.until(() ->
                    bravo.fills().stopped(ALPHA) == expected && !bravo.fills().isBusy(ALPHA));
            assertThat(bravo.fills().most(ALPHA)).isEqualTo(Math.max(Demand.BATCH_MAX >> stopped, Demand.BATCH_MIN));
        }
        bravo.rest();
        alpha.begin("done");
        bravo.begin("done");
        carryUntil(() -> alpha.fills().done(BRAVO) == 1 && bravo.fills().done(ALPHA) == 1);
        assertThat(bravo.fills().most(ALPHA)).isEqualTo(2 * Demand.BATCH_MIN);
        assertThat(alpha.fills().most(BRAVO)).isEqualTo(Demand.BATCH_MAX);
    }

    @Test
    void invitationThatWaited_fillsWithWhoInvitedAnew() {
        bravo.begin("lost");
        alpha.begin("anew");
        bravo.begin("anew");
        Patience.until(() -> bravo.hasSpokenOf("lost"));
        leave(alpha, bravo, "lost");
        carryUntil(() -> alpha.fills().done(BRAVO) == 1 && bravo.fills().done(ALPHA) == 1);
        assertThat(bravo.fills().ended(ALPHA)).isEqualTo(2);
    }

    @Test
    void invitationSaidAgain_isFollowedOnce() {
        bravo.begin("first");
        bravo.begin("first");
        assertThat(bravo.fills().underWay(ALPHA)).hasValue(new PoolNews.Invitation(name("first"), ITEMS));
        Patience.until(() -> bravo.hasSpokenOf("first"));
        leave(alpha, bravo, "first");
        Patience.until(() -> bravo.fills().ended(ALPHA) == 1);
        bravo.begin("first");
        assertThat(bravo.fills().isBusy(ALPHA)).isFalse();
        assertThat(bravo.fills().underWay(ALPHA)).isEmpty();
    }

    @Test
    void whoWaitsForTheEndOfAFill_hearsOfIt_andOnlyOfANewOne() throws InterruptedException {
        assertThat(bravo.fills().awaitEnd(ALPHA, 0)).isFalse();
        bravo.begin("first");
        Patience.until(() -> bravo.hasSpokenOf("first"));
        var heard = new ArrayList<Boolean>();
        var waiter = Thread.ofVirtual().start(() -> heard.add(bravo.fills().awaitEnd(ALPHA, 0)));
        leave(alpha, bravo, "first");
        waiter.join();
        assertThat(heard).containsExactly(true);
        assertThat(bravo.fills().awaitEnd(ALPHA, 0)).isTrue();
        assertThat(bravo.fills().awaitEnd(ALPHA, 1)).isFalse();
    }

    private static void fill(FillThreads threads, String peer) {
        for (var each = 0; each < FillThreads.OF_PEER; each++)
            assertThat(threads.enter(peer, each, () -> {})).isTrue();
    }

    @Test
    void invitationBeyondWhatItsPeerMayHaveUnderWay_waitsForTheEndOfOne_andOfSeveralTheNewestIsFollowed() {
        fill(bravo.threads, "alpha");
        bravo.begin("first");
        bravo.begin("second");
        assertThat(bravo.fills().isBusy(ALPHA)).isFalse();
        bravo.threads.leave("alpha");
        Patience.until(() -> bravo.hasSpokenOf("second"));
        assertThat(bravo.hasSpokenOf("first")).isFalse();
        assertThat(bravo.threads.enter("alpha", "another", () -> {})).isFalse();
        leave(alpha, bravo, "second");
        Patience.until(() -> bravo.threads.enter("alpha", "the next", () -> {}));
    }

    @Test
    void fillToWhichThisNodeInvites_orAPeerThatHasRoom_isNotHeldUpByAnother() {
        fill(alpha.threads, "bravo");
        fill(bravo.threads, "charlie");
        alpha.begin("first");
        bravo.begin("first");
        carryUntil(() -> alpha.fills().done(BRAVO) == 1 && bravo.fills().done(ALPHA) == 1);
    }

    @Test
    void invitationThatWaits_whenClosed_isNotFollowed_andTakesNoPlace() {
        fill(bravo.threads, "alpha");
        bravo.begin("first");
        bravo.fills().close();
        bravo.threads.leave("alpha");
        assertThat(bravo.fills().isBusy(ALPHA)).isFalse();
        assertThat(bravo.threads.enter("alpha", "another", () -> {})).isTrue();
    }

    @Test
    void fillForWhichTheSystemHasNoThread_hasStopped_andBeginsWhenItIsInvitedToAgain() {
        bravo.hasThreads = false;
        for (var each = 0; each <= FillThreads.OF_PEER; each++) bravo.begin("first");
        assertThat(bravo.fills().isBusy(ALPHA)).isFalse();
        assertThat(bravo.fills().stopped(ALPHA)).isEqualTo(FillThreads.OF_PEER + 1);
        assertThat(bravo.fills().isResting(ALPHA, System.nanoTime())).isTrue();
        bravo.hasThreads = true;
        alpha.begin("first");
        bravo.begin("first");
        carryUntil(() -> alpha.fills().done(BRAVO) == 1 && bravo.fills().done(ALPHA) == 1);
    }

    @Test
    void closed_beginsNoMore_norWhatWaited() {
        bravo.begin("first");
        bravo.begin("second");
        Patience.until(() -> bravo.hasSpokenOf("first"));
        bravo.fills().close();
        leave(alpha, bravo, "first");
        Patience.until(() -> !bravo.fills().isBusy(ALPHA));
        bravo.begin("third");
        assertThat(bravo.fills().isBusy(ALPHA)).isFalse();
        assertThat(bravo.fills().ended(ALPHA)).isEqualTo(1);
        assertThat(bravo.hasSpokenOf("second") || bravo.hasSpokenOf("third")).isFalse();
    }
}
