package tallystick.tools.verify;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.LogWalk;
import tallystick.tools.pack.PackMemory;

/// What was signed counts in the limits of the next rulings, while its window lasts.
///
/// **Why** a node whose counts were set back rules rightly by what it says it held.
///
/// **Threads** one. Remembers a charge until its window is over, and so many at most that memory stays bounded.
final class PackLimits {
    private static final int CHARGES_MAX = 131_072;
    /// A window that was over may hold again, where a clock was set back.
    private static final Duration OVER_FOR_CERTAIN = Duration.ofHours(1);
    /// To find that a count forgot something takes as long as the count is: of so many it is enough.
    private static final int FORGOTTEN_MAX = 10_000;

    private static final IntentId NOBODY = new IntentId(Digest32.ofHex("00".repeat(Digest32.LENGTH_BYTES)));

    private final Report report;
    private final PackTogether together;
    private final int chargesMax;
    private final Map<String, Map<IntentId, Counted>> counted = new HashMap<>();
    private final PackMemory<IntentId, Counted> allowed = new PackMemory<>();
    private final PackMemory<IntentId, Counted> reserved = new PackMemory<>();
    private final Set<String> partly = new TreeSet<>();
    private final Map<String, Whole> whole = new HashMap<>();
    private final Map<String, Integer> forgotten = new HashMap<>();
    private final Map<String, Long> reachingBack = new TreeMap<>();
    private int remembered;

    /// From where on no entry of a log is missing, and no ruling that allowed something.
    private record Whole(Instant since, long last) {}

    /// What a request takes.
    ///
    /// @param alone the counts if there were nothing else
    /// @param signedAt when its receipt was written; until then, when it was ruled on
    private record Counted(IntentId intent, List<Charge> charges, Counters alone, Instant at, Instant signedAt) {
        Counted signed(Instant now) {
            return new Counted(intent, charges, alone, at, now);
        }

        /// What it takes of a count in the window of that moment.
        BigDecimal takes(Charge charge, Begins begins) {
            return alone.entries(charge.key()).stream()
                    .filter(entry -> entry.at().isAfter(begins.of(charge.window())))
                    .map(Counters.Entry::amount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        boolean isOver(Begins begins) {
            return charges.stream().allMatch(charge -> takes(charge, begins).signum() == 0);
        }
    }

    /// When windows that hold a moment begin: found once, however much counts in them.
    private static final class Begins {
        private final Instant now;
        private final Map<Limit.Window, Instant> known = new HashMap<>();

        Begins(Instant now) {
            this.now = now;
        }

        Instant of(Limit.Window window) {
            return known.computeIfAbsent(window, each -> Counters.begin(each, now));
        }
    }

    PackLimits(Report report) {
        this(report, CHARGES_MAX);
    }

    /// @param chargesMax how many are remembered at most
    PackLimits(Report report, int chargesMax) {
        this.report = report;
        this.together = new PackTogether(report);
        this.chargesMax = chargesMax;
    }

    /// The next entry of any log.
    void saw(LogWalk.Found found) {
        var goesOn = Optional.ofNullable(whole.get(found.node())).filter(each -> each.last() == found.index() - 1);
        var since = found.index() == 0 ? Instant.MIN : found.entry().at();
        whole.put(found.node(), new Whole(goesOn.map(Whole::since).orElse(since), found.index()));
    }

    /// A ruling that allowed something could not be made again: what it takes is not known.
    void unknown(LogWalk.Found found) {
        whole.put(found.node(), new Whole(found.entry().at(), found.index()));
    }

    /// A ruling that was made again went by these counts.
    /// @spec docs/spec/evidence-pack.md#EP-10 evidence-pack
    void ruled(String node, long index, Counters counters, Instant now) {
        var counts = new HashMap<CounterKey, Map<IntentId, Counters.Entry>>();
        var begins = new Begins(now);
        var over = new Begins(now.minus(OVER_FOR_CERTAIN));
        var before = counted.getOrDefault(node, Map.of()).values().iterator();
        while (before.hasNext()) {
            var each = before.next();
            if (each.isOver(begins) && each.isOver(over)) {
                before.remove();
                forget(node, each);
                continue;
            }
            // A node that rules on several at once takes its counts before it writes what it ruled.
            if (!each.signedAt().isBefore(now)) continue;
            for (var charge : each.charges()) {
                var expected = each.takes(charge, begins);
                if (expected.compareTo(BigDecimal.ZERO) <= 0) continue;
                var entries = counts.computeIfAbsent(charge.key(), key -> byIntent(counters, key));
                if (!isThere(entries, each, expected)
                        && forgotten.getOrDefault(node, 0) < FORGOTTEN_MAX
                        && taken(counters, charge, each.intent(), now).compareTo(expected) < 0) {
                    forgotten.merge(node, 1, Integer::sum);
                    report.wrong(
                            "limits",
                            "entry %d of %s: the limit %s forgot what was signed for intent %s"
                                    .formatted(index, node, charge.key(), each.intent()));
                }
            }
        }
    }

    private void forget(String node, Counted over) {
        remembered -= over.charges().size();
        together.forget(node, over.intent(), over.charges());
    }

    /// It allowed a request that takes this.
    ///
    /// @param index of the entry with the ruling
    /// @spec docs/spec/evidence-pack.md#EP-49 evidence-pack
    void allowed(String node, long index, IntentId intent, Optional<Slot> slot, List<Charge> charges, Instant now) {
        together.allowed(node, index, intent, slot, charges, now);
        var since = Optional.ofNullable(whole.get(node)).map(Whole::since).orElse(Instant.MIN);
        if (charges.stream()
                .anyMatch(charge -> Counters.begin(charge.window(), now).isBefore(since)))
            reachingBack.merge(node, 1L, Long::sum);
        if (Counters.none().reserve(intent, charges, now) instanceof Counters.Reservation.Made(var alone))
            allowed.put(node, intent, new Counted(intent, charges, alone, now, now));
    }

    /// It agreed to sign a request: what the ruling before takes is reserved, and what an earlier one would have taken
    /// is not.
    /// @spec docs/spec/evidence-pack.md#EP-35 evidence-pack
    void agreed(String node, IntentId intent) {
        together.agreed(node, intent);
        allowed.of(node, intent).ifPresent(last -> reserved.put(node, intent, last));
    }

    private static Map<IntentId, Counters.Entry> byIntent(Counters counters, CounterKey key) {
        var entries = new HashMap<IntentId, Counters.Entry>();
        for (var entry : counters.entries(key)) entries.put(entry.intent(), entry);
        return entries;
    }

    /// It stands there as it did; where it does not, what shares its slot may stand for it.
    private static boolean isThere(Map<IntentId, Counters.Entry> entries, Counted before, BigDecimal expected) {
        return Optional.ofNullable(entries.get(before.intent()))
                .filter(entry ->
                        !entry.at().isBefore(before.at()) && entry.amount().compareTo(expected) >= 0)
                .isPresent();
    }

    /// What a request takes of a count, together with what shares its slot: the chain takes one of them, and the
    /// largest counts, whichever that is.
    static BigDecimal taken(Counters counters, Charge charge, IntentId intent, Instant now) {
        var slot = counters.entries(charge.key()).stream()
                .filter(entry -> entry.intent().equals(intent))
                .findFirst()
                .flatMap(Counters.Entry::slot);
        return counters.used(charge, NOBODY, now).subtract(counters.used(charge, intent, slot, now));
    }

    /// It was signed: it counts for rulings that were made later, and with what else was signed.
    ///
    /// @param index of the entry with the receipt
    /// @spec docs/spec/evidence-pack.md#EP-35 evidence-pack
    void signed(String node, long index, IntentId intent, Instant at) {
        together.signed(node, index, intent);
        var last = reserved.of(node, intent);
        if (last.isEmpty() || last.get().charges().isEmpty()) return;
        var charged = last.get();
        var all = counted.computeIfAbsent(node, _ -> new LinkedHashMap<>());
        if (all.putIfAbsent(intent, charged.signed(at)) == null)
            remembered += charged.charges().size();
        while (remembered > chargesMax && !all.isEmpty()) {
            var eldest = all.values().iterator();
            forget(node, eldest.next());
            eldest.remove();
            partly.add(node);
        }
    }

    void ended() {
        reachingBack.forEach((node, count) -> report.note(
                "%d rulings of %s go by limits that reach back behind what is here: what was taken before is its word"
                        .formatted(count, node)));
        for (var node : partly)
            report.note("the limits of %s were held only in part: more than %d charges count at once"
                    .formatted(node, chargesMax));
    }
}
