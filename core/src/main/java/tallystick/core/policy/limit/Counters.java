package tallystick.core.policy.limit;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// All counts of one node.
///
/// **Why** what is not signed yet counts already: of requests that come at once only as many pass as the limit allows.
/// Once a share may have left, nothing is given back: nobody can know that the signature was not made.
///
/// **Form** a value: each change gives another one. All charges of one request are made together or not at all. The
/// same request a second time counts once, as of then; once it is committed it changes nothing.
///
/// **Threads** immutable; whoever keeps the present one changes it one at a time.
public final class Counters {
    private static final Counters NONE = new Counters(Map.of(), Map.of());

    private final Map<CounterKey, List<Entry>> entries;
    private final Map<IntentId, State> states;

    /// How far a request has come.
    public enum State {
        /// Counted, and nothing of its signature has left.
        RESERVED,
        /// Signed, or perhaps signed: counted for good.
        COMMITTED,
        /// Given up before anything left: not counted, and not to be counted again.
        RELEASED
    }

    /// One request in one count.
    ///
    /// @param at when it was reserved last
    /// @param slot the place on a chain that it shares with others, if it has one
    public record Entry(IntentId intent, BigDecimal amount, Instant at, Optional<Slot> slot) {
        /// Without a slot.
        public Entry(IntentId intent, BigDecimal amount, Instant at) {
            this(intent, amount, at, Optional.empty());
        }
    }

    private Counters(Map<CounterKey, List<Entry>> entries, Map<IntentId, State> states) {
        this.entries = entries;
        this.states = states;
    }

    /// Nothing counted.
    public static Counters none() {
        return NONE;
    }

    static Counters of(Map<CounterKey, List<Entry>> entries, Map<Digest32, State> states) {
        var byIntent = new HashMap<IntentId, State>();
        states.forEach((intent, state) -> byIntent.put(new IntentId(intent), state));
        return new Counters(Map.copyOf(entries), Map.copyOf(byIntent));
    }

    /// Writes the canonical bytes.
    public void write(Writer writer) {
        CountersForm.write(writer, this);
    }

    /// Reads the canonical bytes.
    public static Counters read(Reader reader) throws MalformedInput {
        return CountersForm.read(reader);
    }

    /// How far each request has come that is known, ascending.
    NavigableMap<Digest32, State> states() {
        var sorted = new TreeMap<Digest32, State>();
        states.forEach((intent, state) -> sorted.put(intent.value(), state));
        return sorted;
    }

    /// What was counted before, as somebody kept it.
    ///
    /// @param entries of each count, in the order they came
    /// @param states of the requests they are of, and of those that were given up
    public static Counters kept(Map<CounterKey, List<Entry>> entries, Map<IntentId, State> states) {
        var copies = new HashMap<CounterKey, List<Entry>>();
        entries.forEach((key, list) -> copies.put(key, List.copyOf(list)));
        return new Counters(Map.copyOf(copies), Map.copyOf(states));
    }

    /// The same of a request without a slot.
    public BigDecimal used(Charge charge, IntentId intent, Instant now) {
        return used(charge, intent, Optional.empty(), now);
    }

    /// How much of a count is used in the window that holds `now`, without what `intent` itself reserved, and without
    /// what only one of it and others can take. Of several that share a slot the largest counts.
    /// @spec docs/spec/policy.md#PO-8 policy
    /// @spec docs/spec/policy.md#PO-19 policy
    public BigDecimal used(Charge charge, IntentId intent, Optional<Slot> slot, Instant now) {
        var counted = entries.getOrDefault(charge.key(), List.of());
        if (counted.isEmpty()) return BigDecimal.ZERO;
        var begin = begin(charge.window(), now);
        var sum = BigDecimal.ZERO;
        var shared = new HashMap<Slot, BigDecimal>();
        for (var entry : counted) {
            // What is dated later than now was counted by a clock that was wrong before or is wrong now: it counts.
            if (!entry.at().isAfter(begin) || entry.intent().equals(intent)) continue;
            if (entry.slot().isEmpty()) sum = sum.add(entry.amount());
            else if (!entry.slot().equals(slot)) shared.merge(entry.slot().get(), entry.amount(), BigDecimal::max);
        }
        for (var largest : shared.values()) sum = sum.add(largest);
        return sum;
    }

    /// What became of a wish to reserve.
    public sealed interface Reservation {
        /// All charges are made as of now, or were committed before.
        record Made(Counters counters) implements Reservation {}

        /// Others were quicker: these counts would go beyond their most. Nothing is charged.
        record Exceeded(List<CounterKey> keys) implements Reservation {}

        /// The request was given up before. Nothing is charged, and it is not signed.
        record Ended() implements Reservation {}
    }

    /// The same of a request without a slot.
    public Reservation reserve(IntentId intent, List<Charge> charges, Instant now) {
        return reserve(intent, Optional.empty(), charges, now);
    }

    /// Makes all charges of a request or none. What it reserved before moves to now, and never gets less; a request
    /// that is committed changes nothing, whatever it is charged now.
    ///
    /// **Why** the counts are asked again: since they were judged, others may have reserved. And why it moves: a
    /// request that is tried again is signed then. What stayed dated as it first was would leave the window before
    /// that, and a price that has risen, or a limit that is new, would count for nothing.
    ///
    /// @param slot the place on a chain that it takes, if it has one
    /// @spec docs/spec/policy.md#PO-9 policy
    public Reservation reserve(IntentId intent, Optional<Slot> slot, List<Charge> charges, Instant now) {
        switch (states.get(intent)) {
            case RELEASED -> {
                return new Reservation.Ended();
            }
            case COMMITTED -> {
                return new Reservation.Made(this);
            }
            case RESERVED -> {}
            case null -> {}
        }
        var exceeded = charges.stream()
                .filter(charge -> !charge.isAnswered()
                        && used(charge, intent, slot, now)
                                        .add(due(intent, slot, charge.key(), charges, now)
                                                .amount())
                                        .compareTo(charge.max())
                                > 0)
                .map(Charge::key)
                .toList();
        if (!exceeded.isEmpty()) return new Reservation.Exceeded(exceeded);
        var more = new HashMap<>(entries);
        for (var charge : charges) {
            var list = new ArrayList<>(more.getOrDefault(charge.key(), List.of()));
            list.removeIf(each -> each.intent().equals(intent));
            list.add(due(intent, slot, charge.key(), charges, now));
            more.put(charge.key(), List.copyOf(list));
        }
        return new Reservation.Made(new Counters(Map.copyOf(more), with(intent, State.RESERVED)));
    }

    /// The larger of what it takes from a count and what it took before, dated as late as either.
    private Entry due(IntentId intent, Optional<Slot> slot, CounterKey key, List<Charge> charges, Instant now) {
        var amount = charges.stream()
                .filter(charge -> charge.key().equals(key))
                .map(Charge::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        var at = now;
        for (var before : entries.getOrDefault(key, List.of())) {
            if (!before.intent().equals(intent)) continue;
            amount = amount.max(before.amount());
            if (before.at().isAfter(at)) at = before.at();
        }
        return new Entry(intent, amount, at, slot);
    }

    /// Keeps what a request reserved, for good.
    ///
    /// @throws IllegalArgumentException if it reserved nothing or gave it back: the caller's fault
    /// @spec docs/spec/policy.md#PO-9 policy
    public Counters commit(IntentId intent) {
        return switch (states.get(intent)) {
            case RESERVED -> new Counters(entries, with(intent, State.COMMITTED));
            case COMMITTED -> this;
            case RELEASED -> throw new IllegalArgumentException("a request that was given up cannot be kept");
            case null -> throw new IllegalArgumentException("a request that reserved nothing cannot be kept");
        };
    }

    /// Gives back what a request reserved, if it was not kept. One that was kept, or is not known, changes nothing.
    /// @spec docs/spec/policy.md#PO-9 policy
    public Counters release(IntentId intent) {
        if (states.get(intent) != State.RESERVED) return this;
        var fewer = new HashMap<CounterKey, List<Entry>>();
        entries.forEach((key, list) -> {
            var left = list.stream()
                    .filter(entry -> !entry.intent().equals(intent))
                    .toList();
            if (!left.isEmpty()) fewer.put(key, left);
        });
        return new Counters(Map.copyOf(fewer), with(intent, State.RELEASED));
    }

    /// Forgets how far requests have come that nobody can ask for again. What they counted stays counted.
    ///
    /// **Why** one that is asked again all the same, by a clock that was put back, is counted anew: perhaps too
    /// much, never too little.
    ///
    /// @param over requests whose end is long past
    /// @spec docs/spec/policy.md#PO-9 policy
    public Counters forget(Set<IntentId> over) {
        var left = new HashMap<>(states);
        left.keySet().removeAll(over);
        return new Counters(entries, Map.copyOf(left));
    }

    /// How far a request has come; empty if it is not known.
    public Optional<State> state(IntentId intent) {
        return Optional.ofNullable(states.get(intent));
    }

    /// The entries of a count in the order they came.
    public List<Entry> entries(CounterKey key) {
        return entries.getOrDefault(key, List.of());
    }

    /// All counts with something in them.
    public Set<CounterKey> keys() {
        return new HashSet<>(entries.keySet());
    }

    private Map<IntentId, State> with(IntentId intent, State state) {
        var all = new HashMap<>(states);
        all.put(intent, state);
        return Map.copyOf(all);
    }

    /// The last moment that is before the window.
    public static Instant begin(Limit.Window window, Instant now) {
        return switch (window) {
            case Limit.Window.Rolling(var length) -> now.minus(length);
            case Limit.Window.Calendar(var zone, var unit) ->
                start(zone, unit, now).minusNanos(1);
            case Limit.Window.Lifetime() -> Instant.MIN;
        };
    }

    private static Instant start(ZoneId zone, Limit.Unit unit, Instant now) {
        var today = now.atZone(zone).toLocalDate();
        var first =
                switch (unit) {
                    case DAY -> today;
                    case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case MONTH -> today.withDayOfMonth(1);
                };
        return first.atStartOfDay(zone).toInstant();
    }
}
