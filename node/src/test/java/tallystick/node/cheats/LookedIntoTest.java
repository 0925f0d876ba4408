package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Assertions;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.Survey;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.codec.Bytes;
import tallystick.node.documents.Accepted;
import tallystick.node.documents.AcceptedGenesis;
import tallystick.node.documents.Documents;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.Ledger;
import tallystick.node.log.FileLog;

@DisplayName("What changes hang on is looked into once, and while nobody waits, docs/spec/documents.md ND-12")
class LookedIntoTest {
    private static final List<String> ONE = List.of("alpha");
    private static final Set<Thread.State> STILL = EnumSet.of(Thread.State.WAITING, Thread.State.TERMINATED);

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Watched watched = new Watched();
    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws Exception {
        fleet = new TrialFleet(directory, ONE);
        people = new TrialPeople(fleet, ONE);
        people.begin(TrialPeople.policy(1, ""));
        fleet.stop("alpha");
        // Later than all that is proposed here takes effect.
        now.set(fleet.now().plusSeconds(600));
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private static final class Nobody implements Documents.Network {
        @Override
        public List<String> up() {
            return List.of();
        }

        @Override
        public void send(String to, Bytes message) {}
    }

    /// Finds what there is, and sees who waits for it. While the first thing is looked for something happens.
    private static final class Watched implements Policies {
        private final GovernedPolicies real = new GovernedPolicies();
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        private final AtomicReference<Object> lock = new AtomicReference<>(new Object());
        private final AtomicInteger held = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        private void looks(String what) {
            if (Thread.holdsLock(lock.get())) held.incrementAndGet();
            asked.add(what);
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            meanwhile.getAndSet(() -> {}).run();
            inside.decrementAndGet();
        }

        @Override
        public boolean isGood(Bytes content, int version) {
            return real.isGood(content, version);
        }

        @Override
        public boolean fits(Bytes policy, Bytes places) {
            return real.fits(policy, places);
        }

        @Override
        public Direction direction(Bytes before, Bytes after) {
            return real.direction(before, after);
        }

        @Override
        public boolean mayDenyChanges(Bytes before, Bytes after) {
            return real.mayDenyChanges(before, after);
        }

        @Override
        public Survey outlook(Constitution by, Proposing enough) {
            looks("%d %d %s %s %s"
                    .formatted(by.policy().hashCode(), by.people().hashCode(), by.without(), by.from(), enough));
            return real.outlook(by, enough);
        }
    }

    /// What is done with what alpha has on its disk.
    @FunctionalInterface
    private interface Use {
        void of(Documents documents) throws InterruptedException;
    }

    private void opened(Use use) throws Exception {
        opened(fleet.disk("alpha"), () -> AcceptedGenesis.read(fleet.disk("alpha")), use);
    }

    private void opened(Path disk, Accepted accepted, Use use) throws Exception {
        var own = new Documents.Own("alpha", fleet.identity("alpha").key(), fleet::roster, accepted);
        try (var ledger = Ledger.open(disk.resolve("ledger.db"));
                var log = FileLog.open(disk.resolve("log"), fleet.identity("alpha"), now::get)) {
            var documents =
                    Documents.open(own, ledger, log, log::tiles, new Nobody(), now::get, Assertions.VERIFIED, watched);
            watched.lock.set(documents);
            use.of(documents);
        }
    }

    private static GovernanceReply.Followed brought(Documents documents, SignedChange change) {
        return (GovernanceReply.Followed) documents.follow("control", new GovernanceOrder.Propose(change));
    }

    /// Somebody suspends another.
    private SignedChange suspending(String by, String name, String... approvers) {
        return people.change(by, new Proposal.NewDocument(people.suspending(fleet.now(), name)), approvers);
    }

    @Test
    void hourThatIsOverByThen_isNotLookedAtAnew_whileOthersWait() throws Exception {
        var hour = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
        now.set(hour.minusSeconds(1));
        watched.meanwhile.set(() -> now.set(hour.plusSeconds(1)));
        opened(documents -> {
            assertThat(brought(documents, suspending("ann", "cy")).changed()).isTrue();
            assertThat(watched.asked).isNotEmpty();
            assertThat(watched.held).hasValue(0);
            var times = watched.asked.size();
            // In the next hour it is looked at once more, before the documents are held.
            documents.tick();
            assertThat(watched.asked).hasSizeGreaterThan(times).doesNotHaveDuplicates();
            assertThat(watched.held).hasValue(0);
        });
    }

    @Test
    void documentsThatChangedByThen_areLookedAtOnceMore_andNobodyWaits() throws Exception {
        opened(documents -> {
            var next = people.next(TrialPeople.policy(2, TrialPeople.TWO_EYES), fleet.now());
            var other = people.change("bo", new Proposal.NewDocument(next), "bo", "cy");
            watched.meanwhile.set(
                    () -> assertThat(brought(documents, other).changed()).isTrue());
            var said = brought(documents, suspending("ann", "cy"));
            assertThat(said.changed()).isTrue();
            assertThat(documents.shown().inForce())
                    .anyMatch(version -> version.hash().equals(next.hash()));
            assertThat(documents.shown().changes()).hasSize(1);
            assertThat(watched.held).hasValue(0);
        });
    }

    /// Also what is asked beside him who alone approved.
    @Test
    void changeThatComesWithItsAnswers_isLookedAtWithThem() throws Exception {
        opened(documents -> {
            var change = people.change(
                    "ann",
                    new Proposal.NewDocument(people.next(TrialPeople.policy(2, TrialPeople.TWO_EYES), fleet.now())),
                    "bo");
            assertThat(brought(documents, change).changed()).isTrue();
            assertThat(watched.asked).isNotEmpty();
            assertThat(watched.held).hasValue(0);
            assertThat(documents.shown().inForce()).anyMatch(version -> version.number() == 2);
        });
    }

    /// An hour ends while bo and cy have something looked for: what ann has open waits for a place.
    @Test
    void whatIsDue_isLookedIntoWhereThereIsRoom() throws Exception {
        opened(documents -> {
            assertThat(brought(documents, suspending("ann", "cy")).changed()).isTrue();
            now.updateAndGet(then -> then.plus(Duration.ofHours(1)));
            var free = new CountDownLatch(1);
            watched.meanwhile.set(() -> {
                watched.meanwhile.set(() -> Patience.until(() -> free.getCount() == 0));
                Patience.until(() -> free.getCount() == 0);
            });
            var threads = new ArrayList<Thread>();
            for (var by : List.of("bo", "cy")) {
                var change = suspending(by, "ann");
                threads.add(Thread.ofPlatform().start(() -> brought(documents, change)));
            }
            Patience.until(() -> watched.inside.get() == 2);
            var ticking = Thread.ofPlatform().start(documents::tick);
            Patience.until(() -> STILL.contains(ticking.getState()));
            free.countDown();
            threads.add(ticking);
            for (var thread : threads) thread.join();
            assertThat(watched.most).hasValue(2);
            assertThat(watched.held).hasValue(0);
        });
    }

    @Test
    void genesisThatIsAccepted_isLookedAtOnce_andNobodyWaits() throws Exception {
        var genesis = people.genesis();
        var other = people.genesis(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        Files.createDirectories(directory.resolve("fresh"));
        opened(directory.resolve("fresh"), () -> Optional.of(genesis.hash()), documents -> {
            assertThat(documents.follow("control", new GovernanceOrder.SignGenesis(other)))
                    .isInstanceOf(GovernanceReply.Refused.class);
            assertThat(watched.asked).isEmpty();
            for (var i = 0; i < 3; i++)
                assertThat(documents.follow("control", new GovernanceOrder.SignGenesis(genesis)))
                        .isInstanceOf(GovernanceReply.Signed.class);
            assertThat(watched.asked).hasSize(1);
            assertThat(watched.held).hasValue(0);
        });
    }

    /// Each of three brings one change four times at once.
    @Test
    void whatIsBroughtManyTimesAtOnce_isLookedIntoOnce_byOneOfEachHuman() throws Exception {
        opened(documents -> {
            var threads = new ArrayList<Thread>();
            watched.meanwhile.set(() -> Patience.until(() -> threads.size() == 12
                    && threads.stream()
                            .filter(thread -> thread != Thread.currentThread())
                            .allMatch(thread -> STILL.contains(thread.getState()))));
            var changes = List.of(suspending("ann", "cy"), suspending("bo", "ann"), suspending("cy", "bo"));
            for (var i = 0; i < 12; i++) {
                var change = changes.get(i % 3);
                threads.add(Thread.ofPlatform().unstarted(() -> brought(documents, change)));
            }
            threads.forEach(Thread::start);
            for (var thread : threads) thread.join();
            assertThat(watched.asked).isNotEmpty().doesNotHaveDuplicates();
            assertThat(watched.most).hasValueLessThanOrEqualTo(2);
            assertThat(watched.held).hasValue(0);
            assertThat(documents.shown().changes()).hasSize(3);
        });
    }
}
