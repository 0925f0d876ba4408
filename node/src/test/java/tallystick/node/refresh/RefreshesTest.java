package tallystick.node.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.RefreshCause;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("Refreshes on schedule, docs/spec/refresh.md")
class RefreshesTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    static Path directory;

    private static Optional<TrialFleet> running = Optional.empty();
    private static final Map<String, GroupKey> KEYS = new TreeMap<>();
    private static final Map<String, KeyRecord> RECORDS = new TreeMap<>();

    private final AtomicReference<Instant> now = new AtomicReference<>(MADE);
    private final Map<String, World> worlds = new TreeMap<>();
    private final ArrayDeque<Runnable> wire = new ArrayDeque<>();
    private final Set<String> down = new TreeSet<>();
    private final List<String> rung = new ArrayList<>();

    @BeforeAll
    static void makeKeys() throws IOException, StoreUnavailable {
        var fleet = new TrialFleet(directory, FOUR);
        running = Optional.of(fleet);
        make(fleet, "first", List.of("alpha", "bravo", "charlie"));
        make(fleet, "second", List.of("bravo", "charlie", "delta"));
    }

    private static void make(TrialFleet fleet, String name, List<String> nodes) {
        var card = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (%s)".formatted(String.join(", ", nodes)), nodes);
        KEYS.put(name, fleet.node("bravo").keys().held(card.id()).orElseThrow().key());
        RECORDS.put(name, fleet.shown("bravo", card.id()));
    }

    @AfterAll
    static void stop() {
        running.ifPresent(TrialFleet::close);
    }

    private static CeremonyOrder order(String by, CeremonyTask task) {
        return new CeremonyOrder.Draft(task, 1, 1, Instant.ofEpochSecond(9), Bytes.copyOf(new byte[32]), by)
                .sign(running.orElseThrow().identity(by).key());
    }

    /// A node without anything but its refreshes.
    private final class World implements Refreshes.World {
        private final String name;
        private final Refreshes refreshes;
        private final List<CeremonyOrder> held = new ArrayList<>();
        private final List<Consumer<Boolean>> ends = new ArrayList<>();
        private final List<RefreshMessage> said = new ArrayList<>();
        private boolean busy;
        private int attempt = 4;
        private int roster = 1;
        private Optional<String> whyNot = Optional.empty();
        private int drawn;

        World(String name, RefreshSettings settings) {
            this.name = name;
            this.refreshes = new Refreshes(name, settings, this, now::get);
        }

        @Override
        public List<GroupKey> keys() {
            return KEYS.values().stream()
                    .filter(key -> key.tree().party(name).isPresent())
                    .toList();
        }

        @Override
        public Optional<Instant> activeSince(GroupKey key) {
            return Optional.of(MADE);
        }

        @Override
        public List<String> up() {
            return FOUR.stream()
                    .filter(other -> !other.equals(name) && !down.contains(other) && !down.contains(name))
                    .toList();
        }

        @Override
        public int rosterVersion() {
            return roster;
        }

        @Override
        public boolean isBusy() {
            return busy;
        }

        @Override
        public Optional<String> whyNot(GroupKey key) {
            return whyNot;
        }

        @Override
        public int attempt(GroupKey key) {
            return attempt;
        }

        @Override
        public CeremonyOrder order(GroupKey key, int attempt) {
            assertThat(attempt).isEqualTo(5);
            var record = key.equals(KEYS.get("first")) ? RECORDS.get("first") : RECORDS.get("second");
            return RefreshesTest.order(
                    name,
                    new CeremonyTask.Refresh(Optional.ofNullable(record).orElseThrow(), RefreshCause.SCHEDULE, ""));
        }

        @Override
        public void hold(CeremonyOrder order, Consumer<Boolean> ended) {
            held.add(order);
            ends.add(ended);
            busy = true;
        }

        @Override
        public void send(String to, Bytes message) {
            said.add(RefreshMessage.parse(message).orThrow());
            wire.add(() -> world(to).refreshes.hear(name, message));
        }

        @Override
        public void ring(String words) {
            rung.add(words);
        }

        @Override
        public Digest32 fresh() {
            return StandardHash.sha256(Bytes.ofUtf8(name + drawn++));
        }

        void end(boolean good) {
            busy = false;
            ends.forEach(each -> each.accept(good));
            ends.clear();
        }
    }

    private World world(String name) {
        return worlds.computeIfAbsent(name, each -> new World(each, RefreshSettings.MONTHLY));
    }

    /// Everybody does what is due, and hears what was said.
    private void tick(Instant at) {
        now.set(at);
        for (var name : FOUR) if (!down.contains(name)) world(name).refreshes.tick();
        deliver();
    }

    private void deliver() {
        while (!wire.isEmpty()) wire.remove().run();
    }

    private List<String> holders() {
        return FOUR.stream().filter(name -> !world(name).held.isEmpty()).toList();
    }

    private long asks(String name) {
        return world(name).said.stream()
                .filter(RefreshMessage.Ask.class::isInstance)
                .count();
    }

    private static GroupKey first() {
        return Optional.ofNullable(KEYS.get("first")).orElseThrow();
    }

    @Test
    void refresh_isBegunByTheLowestName_whenItIsDue_andOnceOnly() {
        tick(MADE.plus(MONTH).minusSeconds(1));
        assertThat(holders()).isEmpty();
        down.add("delta");
        tick(MADE.plus(MONTH));
        assertThat(holders()).containsExactly("alpha", "bravo", "charlie");
        for (var name : holders()) {
            assertThat(world(name).held).hasSize(1);
            assertThat(world(name).held.getFirst().operator()).isEqualTo("alpha");
        }
        tick(MADE.plus(MONTH).plusSeconds(1));
        assertThat(asks("alpha")).isEqualTo(2);
        assertThat(asks("bravo") + asks("charlie")).isZero();
    }

    /// One lie would use up all attempts there are; one that is too high to add to would stop the thread that hears.
    @Test
    void attemptThatIsFarAboveTheOwn_isNotBelieved_andTheRefreshBeginsAllTheSame() {
        down.add("delta");
        for (var lie : List.of(5 + CeremonyOrder.NODE_STEP_MAX, 999_999, Integer.MAX_VALUE)) {
            worlds.clear();
            world("charlie").attempt = lie;
            tick(MADE.plus(MONTH));
            assertThat(holders()).as("charlie says %d", lie).containsExactly("alpha", "bravo", "charlie");
        }
    }

    @Test
    void refresh_whereNoAttemptIsLeft_isNotBegun_butTriedLaterAndLater() {
        down.add("delta");
        world("alpha").attempt = CeremonyOrder.ATTEMPT_MAX;
        tick(MADE.plus(MONTH));
        tick(MADE.plus(MONTH).plusSeconds(30));
        assertThat(holders()).isEmpty();
        assertThat(asks("alpha")).isEqualTo(2);
        tick(MADE.plus(MONTH).plusSeconds(60));
        assertThat(asks("alpha")).isEqualTo(4);
    }

    @Test
    void twoThatAskAtOnce_doNotStopEachOther_theLowerNameGoesFirst_thenTheOther() {
        tick(MADE.plus(MONTH));
        assertThat(holders()).containsExactly("alpha", "bravo", "charlie");
        assertThat(world("delta").held).isEmpty();
        for (var name : holders()) world(name).end(true);
        worlds.remove("alpha");
        down.add("alpha");
        tick(MADE.plus(MONTH).plusSeconds(120));
        assertThat(world("delta").held)
                .singleElement()
                .satisfies(order -> assertThat(order.operator()).isEqualTo("bravo"));
    }

    @Test
    void whoIsAway_holdsItUp_andThatIsAnAlarmAfterAWhile_onceADay() {
        down.addAll(List.of("charlie", "delta"));
        var overdue = MADE.plus(MONTH).plus(MONTH.dividedBy(6));
        for (var hour = 0; hour < 24 * 5; hour++) tick(MADE.plus(MONTH).plus(Duration.ofHours(hour)));
        assertThat(holders()).isEmpty();
        assertThat(asks("alpha")).isZero();
        assertThat(rung).isEmpty();
        for (var hour = 0; hour < 48; hour++) tick(overdue.plus(Duration.ofHours(hour)));
        assertThat(rung).hasSize(2 * 3).allMatch(words -> words.contains("is overdue since"));
        assertThat(world("alpha").refreshes.due()).singleElement().satisfies(due -> {
            assertThat(due.at()).isEqualTo(MADE.plus(MONTH));
            assertThat(due.overdueAt()).isEqualTo(overdue);
        });
    }

    @Test
    void whoSaysNo_isAskedAgainLaterAndLater() {
        down.add("delta");
        world("bravo").busy = true;
        var asked = new ArrayList<Long>();
        for (var second = 0L; second < 60 * 16; second += 10) {
            var before = asks("alpha");
            tick(MADE.plus(MONTH).plusSeconds(second));
            if (asks("alpha") > before) asked.add(second);
        }
        assertThat(asked).containsExactly(0L, 60L, 180L, 420L, 900L);
        assertThat(holders()).isEmpty();
        world("bravo").busy = false;
        tick(MADE.plus(MONTH).plus(Duration.ofHours(1)));
        assertThat(holders()).containsExactly("alpha", "bravo", "charlie");
    }

    @Test
    void keyThatIsRefreshedOften_isAskedForAgainOnlyWhenPromisesAreOver() {
        down.add("delta");
        var often = new RefreshSettings(Optional.of(Duration.ofSeconds(20)), Map.of());
        for (var name : FOUR) worlds.put(name, new World(name, often));
        world("bravo").busy = true;
        tick(MADE.plusSeconds(20));
        var before = asks("alpha");
        assertThat(before).isPositive();
        tick(MADE.plusSeconds(49));
        assertThat(asks("alpha")).isEqualTo(before);
        tick(MADE.plusSeconds(50));
        assertThat(asks("alpha")).isGreaterThan(before);
    }

    @Test
    void refreshThatFails_isTriedAgainAfterAWhile() {
        down.add("delta");
        tick(MADE.plus(MONTH));
        for (var name : holders()) world(name).end(false);
        tick(MADE.plus(MONTH).plusSeconds(59));
        assertThat(world("alpha").held).hasSize(1);
        tick(MADE.plus(MONTH).plusSeconds(60));
        assertThat(world("alpha").held).hasSize(2);
    }

    @Test
    void whoNeverAnswers_isGivenTenSeconds() {
        down.add("delta");
        now.set(MADE.plus(MONTH));
        world("alpha").refreshes.tick();
        wire.clear();
        tick(MADE.plus(MONTH).plusSeconds(9));
        assertThat(asks("alpha")).isEqualTo(2);
        tick(MADE.plus(MONTH).plusSeconds(10));
        tick(MADE.plus(MONTH).plusSeconds(69));
        assertThat(holders()).isEmpty();
        tick(MADE.plus(MONTH).plusSeconds(70));
        assertThat(holders()).containsExactly("alpha", "bravo", "charlie");
    }

    @Test
    void nodeUnderCeremonyOrWithAShareOutOfUse_beginsNothing() {
        down.add("delta");
        world("alpha").busy = true;
        tick(MADE.plus(MONTH));
        world("alpha").busy = false;
        world("alpha").whyNot = Optional.of("node charlie is in quarantine");
        tick(MADE.plus(MONTH).plusSeconds(1));
        assertThat(asks("alpha")).isZero();
    }

    private Optional<String> answer(String from, String to, RefreshMessage message) {
        world(to).said.clear();
        world(to).refreshes.hear(from, message.encode());
        wire.clear();
        var answers = world(to).said;
        assertThat(answers).hasSize(1);
        return answers.getFirst() instanceof RefreshMessage.No(var _, var why) ? Optional.of(why) : Optional.empty();
    }

    private static RefreshMessage.Ask ask(int epoch, int roster) {
        return new RefreshMessage.Ask(StandardHash.sha256(Bytes.ofUtf8("ask")), first().id(), epoch, roster);
    }

    @Test
    void asksThatAreNoGood_areAnsweredWithNo() {
        now.set(MADE.plus(MONTH));
        assertThat(answer("bravo", "charlie", ask(1, 1)))
                .hasValueSatisfying(why -> assertThat(why).contains("not yours to begin"));
        assertThat(answer("delta", "charlie", ask(1, 1))).isPresent();
        assertThat(answer("alpha", "charlie", ask(2, 1)))
                .hasValueSatisfying(why -> assertThat(why).contains("epoch 1 is active here"));
        assertThat(answer("alpha", "charlie", ask(1, 9)))
                .hasValueSatisfying(why -> assertThat(why).contains("roster version 1"));
        assertThat(answer("alpha", "delta", ask(1, 1)))
                .hasValueSatisfying(why -> assertThat(why).contains("no part in that key"));
        now.set(MADE.plus(MONTH.dividedBy(2)).minusSeconds(1));
        assertThat(answer("alpha", "charlie", ask(1, 1)))
                .hasValueSatisfying(why -> assertThat(why).contains("not yet the time"));
        world("charlie").whyNot = Optional.of("node bravo is in quarantine");
        now.set(MADE.plus(MONTH));
        assertThat(answer("alpha", "charlie", ask(1, 1))).contains("node bravo is in quarantine");
        world("charlie").whyNot = Optional.empty();
        assertThat(answer("alpha", "charlie", ask(1, 1))).isEmpty();
        assertThat(answer("alpha", "charlie", ask(1, 1)))
                .hasValueSatisfying(why -> assertThat(why).contains("under way or about to begin"));
    }

    @Test
    void nodeThatIsNeverRefreshedByItself_saysNo() {
        now.set(MADE.plus(MONTH));
        var never = new RefreshSettings(Optional.empty(), Map.of());
        worlds.put("charlie", new World("charlie", never));
        assertThat(answer("alpha", "charlie", ask(1, 1))).isPresent();
        assertThat(world("charlie").refreshes.due()).isEmpty();
    }

    private void begins(String from, CeremonyOrder order) {
        var message = new RefreshMessage.Begin(StandardHash.sha256(Bytes.ofUtf8("ask")), order);
        world("charlie").refreshes.hear(from, message.encode());
    }

    @Test
    void ordersThatWereNotAgreedOn_areNotFollowed() {
        now.set(MADE.plus(MONTH));
        var record = Optional.ofNullable(RECORDS.get("first")).orElseThrow();
        var other = Optional.ofNullable(RECORDS.get("second")).orElseThrow();
        var good = order("alpha", new CeremonyTask.Refresh(record, RefreshCause.SCHEDULE, ""));
        begins("alpha", good);
        assertThat(answer("alpha", "charlie", ask(1, 1))).isEmpty();
        begins("bravo", good);
        begins("alpha", order("bravo", new CeremonyTask.Refresh(record, RefreshCause.SCHEDULE, "")));
        begins("alpha", order("alpha", new CeremonyTask.Refresh(other, RefreshCause.SCHEDULE, "")));
        begins("alpha", order("alpha", new CeremonyTask.Refresh(record, RefreshCause.INCIDENT, "")));
        begins("alpha", order("alpha", new CeremonyTask.Reshare(record, "2 of (alpha, delta)", List.of("alpha"))));
        world("charlie").refreshes.hear("alpha", Bytes.ofUtf8("what is no message"));
        assertThat(world("charlie").held).isEmpty();
        begins("alpha", good);
        assertThat(world("charlie").held).containsExactly(good);
        begins("alpha", good);
        assertThat(world("charlie").held).hasSize(1);
    }

    @Test
    void promiseThatIsTooOld_isKeptNoLonger() {
        now.set(MADE.plus(MONTH));
        assertThat(answer("alpha", "charlie", ask(1, 1))).isEmpty();
        now.set(MADE.plus(MONTH).plusSeconds(20));
        var record = Optional.ofNullable(RECORDS.get("first")).orElseThrow();
        begins("alpha", order("alpha", new CeremonyTask.Refresh(record, RefreshCause.SCHEDULE, "")));
        assertThat(world("charlie").held).isEmpty();
    }

    @Test
    void clockThatWasSetBack_keepsNoRefreshWaitingForAsLongAsItWasWrong() {
        down.add("charlie");
        tick(MADE.plus(MONTH.multipliedBy(50)));
        assertThat(rung).isNotEmpty();
        down.clear();
        wire.clear();
        tick(MADE.plus(MONTH.multipliedBy(50)));
        world("alpha").end(false);
        world("bravo").end(false);
        var asked = asks("alpha");
        rung.clear();
        for (var name : FOUR) world(name).busy = false;
        tick(MADE.plus(MONTH.multipliedBy(2)));
        assertThat(asks("alpha")).isGreaterThan(asked);
        assertThat(rung).isNotEmpty();
    }

    @Test
    void yesOfSomebodyElse_doesNotCount() {
        down.add("delta");
        now.set(MADE.plus(MONTH));
        var alpha = world("alpha");
        alpha.refreshes.tick();
        wire.clear();
        var ask = ((RefreshMessage.Ask) alpha.said.getFirst()).ask();
        var yes = new RefreshMessage.Yes(ask, 4).encode();
        alpha.refreshes.hear("bravo", yes);
        alpha.refreshes.hear("bravo", yes);
        alpha.refreshes.hear("delta", yes);
        assertThat(alpha.held).isEmpty();
        alpha.refreshes.hear("charlie", yes);
        assertThat(alpha.held).hasSize(1);
    }

    @Test
    void periods_areReadAndNamedByKey() {
        assertThat(RefreshSettings.period("30d").orElseThrow()).contains(MONTH);
        assertThat(RefreshSettings.period("20s").orElseThrow()).contains(Duration.ofSeconds(20));
        assertThat(RefreshSettings.period("never").orElseThrow()).isEmpty();
        for (var wrong : List.of("", "d", "0d", "-1d", "1w", "30", "9999999d", "99999d"))
            assertThat(RefreshSettings.period(wrong)).as(wrong).isEmpty();
        var id = first().id();
        var settings = RefreshSettings.MONTHLY.with(id.toString().substring(0, 8), Optional.empty());
        assertThat(settings.periodOf(id)).isEmpty();
        var closer = settings.with(id.toString().substring(0, 9), Optional.of(Duration.ofDays(7)));
        assertThat(closer.periodOf(id)).contains(Duration.ofDays(7));
        assertThat(closer.periodOf(StandardHash.sha256(Bytes.empty()))).contains(MONTH);
    }
}
