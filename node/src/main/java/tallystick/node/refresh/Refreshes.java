package tallystick.node.refresh;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.NodeStanding.RefreshDue;
import tallystick.core.wire.RefreshCause;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.key.GroupKey;
import tallystick.node.logging.KeyName;

/// Has the shares of each key made anew when it is time: of the nodes of its tree the lowest name asks all others, and
/// orders the refresh if every one of them says yes. Everybody judges by its own clock and settings.
///
/// **Threads** any. [#tick] is called about every second.
public final class Refreshes {
    /// Where nodes speak of refreshes.
    public static final Digest32 CHANNEL =
            Transcript.of("tallystick/node/v1/refresh").digest();

    private static final Logger LOG = Logger.getLogger(Refreshes.class.getName());
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration PROMISE = Duration.ofSeconds(20);
    private static final Duration BACK_OFF_MIN = Duration.ofMinutes(1);
    private static final Duration BACK_OFF_MAX = Duration.ofHours(6);
    /// By then nobody is bound any more by what he promised to who asked in vain.
    private static final Duration BACK_OFF_LEAST = PROMISE.plus(ANSWER_LIMIT);
    private static final Duration ALARM_EVERY = Duration.ofDays(1);
    private static final int BACK_OFF_STEPS_MAX = 9;

    private final String self;
    private final RefreshSettings settings;
    private final World world;
    private final InstantSource clock;
    private final Map<Digest32, Trouble> troubles = new HashMap<>();
    private final Map<Digest32, Instant> alarmed = new HashMap<>();
    private Optional<Asked> asked = Optional.empty();
    private Optional<Promise> promised = Optional.empty();
    private Instant ticked = Instant.MIN;

    /// What it sees and moves.
    public interface World {
        /// The active keys of which this node holds a share.
        List<GroupKey> keys();

        /// Since when that epoch is active here; empty if that is not known yet.
        Optional<Instant> activeSince(GroupKey key);

        /// Names of the other nodes that can be spoken to of refreshes now.
        List<String> up();

        /// The roster this node follows.
        int rosterVersion();

        /// Whether a ceremony is under way here, of whatever key.
        boolean isBusy();

        /// Why no refresh is to begin by itself, as while a node of the key is in quarantine; empty if one may.
        Optional<String> whyNot(GroupKey key);

        /// The highest attempt at the next epoch that this node was ordered to make.
        int attempt(GroupKey key);

        /// This node's signed order to refresh a key.
        CeremonyOrder order(GroupKey key, int attempt);

        /// Takes part in the refresh; returns at once.
        ///
        /// @param ended hears whether there is a new epoch
        void hold(CeremonyOrder order, Consumer<Boolean> ended);

        /// Queues a message for the node called `to`.
        void send(String to, Bytes message);

        /// Rings for the operator.
        ///
        /// @param words a lower-case phrase
        void ring(String words);

        /// 32 fresh bytes.
        Digest32 fresh();
    }

    private record Trouble(int failures, Instant notBefore) {}

    /// What this node has asked, and who has said yes with which attempt.
    private record Asked(Digest32 ask, GroupKey key, Instant until, Map<String, Integer> answers) {}

    /// What this node has said yes to.
    private record Promise(String to, RefreshMessage.Ask about, Instant until) {}

    /// @param self this node's name
    public Refreshes(String self, RefreshSettings settings, World world, InstantSource clock) {
        this.self = self;
        this.settings = settings;
        this.world = world;
        this.clock = clock;
    }

    /// When each key is due, as far as that is known.
    public List<RefreshDue> due() {
        var due = new ArrayList<RefreshDue>();
        for (var key : world.keys())
            world.activeSince(key)
                    .ifPresent(since -> settings.dueAt(key.id(), since)
                            .ifPresent(at -> due.add(new RefreshDue(
                                    key.id(),
                                    at,
                                    settings.overdueAt(key.id(), since).orElse(at)))));
        return List.copyOf(due);
    }

    /// Does what is due.
    public synchronized void tick() {
        var now = clock.instant();
        if (now.plus(PROMISE).isBefore(ticked)) forgetWaits();
        ticked = now;
        promised = promised.filter(promise -> now.isBefore(promise.until()));
        if (asked.filter(each -> !now.isBefore(each.until())).isPresent())
            giveUp("not everybody answered in %d seconds".formatted(ANSWER_LIMIT.toSeconds()));
        for (var key : world.keys()) {
            var since = world.activeSince(key);
            if (since.isEmpty()) continue;
            alarm(key, since.get(), now);
            if (settings.dueAt(key.id(), since.get())
                    .filter(at -> !now.isBefore(at))
                    .isPresent()) begin(key, now);
        }
    }

    /// The clock was set back: what should wait for a moment would wait for as long as it had been wrong by.
    private void forgetWaits() {
        asked = Optional.empty();
        promised = Optional.empty();
        troubles.clear();
        alarmed.clear();
    }

    private void alarm(GroupKey key, Instant since, Instant now) {
        var overdueAt = settings.overdueAt(key.id(), since);
        if (overdueAt.filter(at -> !now.isBefore(at)).isEmpty()) return;
        var last = alarmed.get(key.hash());
        if (last != null && now.isBefore(last.plus(ALARM_EVERY))) return;
        alarmed.put(key.hash(), now);
        world.ring("the refresh of key %s is overdue since %s: every node of its tree must be up and linked"
                .formatted(new KeyName(key.id()), overdueAt.orElse(now)));
    }

    /// @spec docs/spec/refresh.md#RE-1 refresh
    private void begin(GroupKey key, Instant now) {
        if (asked.isPresent() || promised.isPresent() || world.isBusy()) return;
        if (!starter(key).equals(Optional.of(self)) || !world.up().containsAll(others(key))) return;
        if (Optional.ofNullable(troubles.get(key.id()))
                .filter(trouble -> now.isBefore(trouble.notBefore()))
                .isPresent()) return;
        if (world.whyNot(key).isPresent()) return;
        var ask = world.fresh();
        asked = Optional.of(new Asked(ask, key, now.plus(ANSWER_LIMIT), new TreeMap<>()));
        var message = new RefreshMessage.Ask(ask, key.id(), key.epoch(), world.rosterVersion()).encode();
        for (var name : others(key)) world.send(name, message);
    }

    /// The lowest name of the key's tree that is up, as seen from here.
    private Optional<String> starter(GroupKey key) {
        var up = world.up();
        return names(key).stream()
                .filter(name -> name.equals(self) || up.contains(name))
                .findFirst();
    }

    private static List<String> names(GroupKey key) {
        var names = new TreeSet<String>();
        key.tree().parties().forEach(party -> names.add(key.tree().nameOf(party)));
        return List.copyOf(names);
    }

    private List<String> others(GroupKey key) {
        return names(key).stream().filter(name -> !name.equals(self)).toList();
    }

    /// Hears a message of the channel.
    public void hear(String from, Bytes message) {
        switch (RefreshMessage.parse(message)) {
            case Parsed.Ok<RefreshMessage>(var good) -> hear(from, good);
            case Parsed.Malformed<RefreshMessage>(var offset, var expected) ->
                LOG.log(Level.WARNING, "{0} said of a refresh, at byte {1}, what is no {2}", new Object[] {
                    from, offset, expected
                });
        }
    }

    private synchronized void hear(String from, RefreshMessage message) {
        switch (message) {
            case RefreshMessage.Ask ask -> answer(from, ask);
            case RefreshMessage.Yes(var ask, var attempt) ->
                asked.filter(each -> each.ask().equals(ask)).ifPresent(each -> agreed(from, each, attempt));
            case RefreshMessage.No(var ask, var why) ->
                asked.filter(each -> each.ask().equals(ask))
                        .filter(each -> others(each.key()).contains(from))
                        .ifPresent(_ -> giveUp("%s says: %s".formatted(from, why)));
            case RefreshMessage.Begin(var ask, var order) -> follow(from, ask, order);
        }
    }

    private void answer(String from, RefreshMessage.Ask ask) {
        var now = clock.instant();
        var key = world.keys().stream()
                .filter(each -> each.id().equals(ask.keyId()))
                .findFirst();
        // Of two who ask at once the lower name goes first.
        if (asked.isPresent() && from.compareTo(self) < 0) giveUp("%s asks at the same time".formatted(from));
        var why = key.isEmpty() ? Optional.of("no part in that key") : whyNot(from, key.get(), ask, now);
        if (why.isPresent()) {
            LOG.log(Level.INFO, "no refresh with {0}: {1}", new Object[] {from, why.get()});
            world.send(from, new RefreshMessage.No(ask.ask(), why.get()).encode());
        } else {
            promised = Optional.of(new Promise(from, ask, now.plus(PROMISE)));
            world.send(from, new RefreshMessage.Yes(ask.ask(), world.attempt(key.orElseThrow())).encode());
        }
    }

    /// @spec docs/spec/refresh.md#RE-3 refresh
    private Optional<String> whyNot(String from, GroupKey key, RefreshMessage.Ask ask, Instant now) {
        if (!others(key).contains(from) || !starter(key).equals(Optional.of(from)))
            return Optional.of("it is not yours to begin it");
        if (key.epoch() != ask.epoch())
            return Optional.of("epoch %d is active here, not %d".formatted(key.epoch(), ask.epoch()));
        if (world.rosterVersion() != ask.rosterVersion())
            return Optional.of(
                    "roster version %d is followed here, not %d".formatted(world.rosterVersion(), ask.rosterVersion()));
        if (asked.isPresent() || promised.isPresent() || world.isBusy())
            return Optional.of("a ceremony is under way or about to begin");
        var allowed = world.activeSince(key).flatMap(since -> settings.allowedFrom(key.id(), since));
        if (allowed.filter(at -> !now.isBefore(at)).isEmpty()) return Optional.of("it is not yet the time");
        return world.whyNot(key);
    }

    private void agreed(String from, Asked each, int attempt) {
        if (!others(each.key()).contains(from)) return;
        each.answers().put(from, attempt);
        if (!each.answers().keySet().containsAll(others(each.key()))) return;
        var attemptNow = nextAttempt(each);
        if (attemptNow > CeremonyOrder.ATTEMPT_MAX) {
            giveUp("attempt %d is beyond the last there is".formatted(attemptNow));
            return;
        }
        asked = Optional.empty();
        var order = world.order(each.key(), attemptNow);
        var begin = new RefreshMessage.Begin(each.ask(), order).encode();
        for (var name : others(each.key())) world.send(name, begin);
        LOG.log(
                Level.INFO,
                "the refresh of key {0} is due and begins",
                new KeyName(each.key().id()));
        world.hold(order, good -> ended(each.key().id(), good));
    }

    /// One more than the highest that is believed. A single liar is not to use up all attempts there are.
    /// @spec docs/spec/refresh.md#RE-6 refresh
    private int nextAttempt(Asked each) {
        var highest = world.attempt(each.key());
        var most = Math.min(highest, CeremonyOrder.ATTEMPT_MAX) + CeremonyOrder.NODE_STEP_MAX - 1;
        for (var answer : each.answers().entrySet())
            if (answer.getValue() <= most) highest = Math.max(highest, answer.getValue());
            else
                LOG.log(
                        Level.WARNING,
                        "key {0}: {1} says that it was ordered attempt {2}: that is not believed",
                        new Object[] {new KeyName(each.key().id()), answer.getKey(), answer.getValue()});
        return Math.min(highest, CeremonyOrder.ATTEMPT_MAX) + 1;
    }

    /// @spec docs/spec/refresh.md#RE-4 refresh
    private void follow(String from, Digest32 ask, CeremonyOrder order) {
        var promise = promised.filter(each -> each.to().equals(from))
                .filter(each -> each.about().ask().equals(ask))
                .filter(each -> clock.instant().isBefore(each.until()))
                .filter(each -> order.operator().equals(from))
                .filter(each -> isAbout(order, each.about()));
        if (promise.isEmpty()) {
            LOG.log(Level.WARNING, "{0} ordered a refresh that was not agreed on: it is not followed", from);
            return;
        }
        promised = Optional.empty();
        world.hold(order, _ -> {});
    }

    private static boolean isAbout(CeremonyOrder order, RefreshMessage.Ask ask) {
        return order.task() instanceof CeremonyTask.Refresh(var base, var cause, var _)
                && cause == RefreshCause.SCHEDULE
                && Certificate.parse(base.certificate()) instanceof Parsed.Ok<Certificate>(var certificate)
                && certificate.key().id().equals(ask.keyId())
                && certificate.key().epoch() == ask.epoch();
    }

    private void giveUp(String why) {
        var key = asked.map(Asked::key);
        asked = Optional.empty();
        key.ifPresent(each -> {
            LOG.log(Level.WARNING, "the refresh of key {0} is due and does not begin: {1}", new Object[] {
                new KeyName(each.id()), why
            });
            backOff(each.id());
        });
    }

    private synchronized void ended(Digest32 key, boolean good) {
        if (good) troubles.remove(key);
        else backOff(key);
    }

    /// Twice as long after each failure.
    /// @spec docs/spec/refresh.md#RE-5 refresh
    private void backOff(Digest32 key) {
        var failures =
                Optional.ofNullable(troubles.get(key)).map(Trouble::failures).orElse(0);
        var part = settings.periodOf(key).orElse(BACK_OFF_MAX).dividedBy(4);
        var quarter = part.compareTo(BACK_OFF_LEAST) < 0 ? BACK_OFF_LEAST : part;
        var wait = BACK_OFF_MIN.multipliedBy(1L << Math.min(failures, BACK_OFF_STEPS_MAX));
        var longest = quarter.compareTo(BACK_OFF_MAX) < 0 ? quarter : BACK_OFF_MAX;
        troubles.put(
                key, new Trouble(failures + 1, clock.instant().plus(wait.compareTo(longest) < 0 ? wait : longest)));
    }
}
