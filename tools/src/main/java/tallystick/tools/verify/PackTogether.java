package tallystick.tools.verify;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.tools.pack.PackMemory;

/// What one node signed in one window of a limit is no more than the limit lets through, whatever its rulings went by.
///
/// **Why** of requests that are ruled on at once each ruling is right by counts without the others. A node asks the
/// limit again as it reserves, one request after the other; nodes that lie together rule on many first and sign then.
///
/// **Form** receipts are a part of what a ledger held. So there is an order in which their requests were reserved, each
/// by the limit as it was asked for that request: if there is none, the ledger did not ask.
///
/// **Threads** one. What is over or too much is forgotten by whom it is told from.
final class PackTogether {
    /// Of two that bring one request at once, either may be the one that reserved.
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static final int ALIKE_MAX = 64;

    /// So many entries are looked at for one receipt: an order that takes more is none that a node came by.
    private static final long LOOKS_MAX = 1L << 27;

    private final Report report;
    private final PackMemory<IntentId, List<Ruled>> allowed = new PackMemory<>();
    private final PackMemory<IntentId, List<Wish>> reserved = new PackMemory<>();
    private final Map<Count, Map<IntentId, Signed>> signed = new HashMap<>();
    private final Set<Count> exceeded = new HashSet<>();

    private record Count(String node, CounterKey key) {}

    /// Rulings on a request, one behind the other, that take the same.
    private record Ruled(long index, Instant from, Instant until, Optional<Slot> slot, List<Charge> charges) {
        Ruled alsoAt(Instant now) {
            return now.isAfter(until) ? new Ruled(index, from, now, slot, charges) : this;
        }

        /// When it was reserved, at the earliest.
        Instant at() {
            var early = until.minus(AT_ONCE);
            return early.isAfter(from) ? early : from;
        }

        /// What it takes of a count together.
        Optional<Charge> charge(CounterKey key) {
            return charges.stream()
                    .filter(each -> each.key().equals(key))
                    .reduce((one, other) -> with(
                            one,
                            one.amount().add(other.amount()),
                            one.max().max(other.max()),
                            one.isAnswered() || other.isAnswered()));
        }
    }

    /// What was reserved for a request in one count.
    ///
    /// @param index of the entry with its ruling
    /// @param at from when on it counts, at the earliest
    /// @param asked as of when the limit was asked for it, at the latest
    private record Wish(long index, Instant at, Instant asked, Optional<Slot> slot, Charge charge) {}

    /// @param index of the entry with the receipt
    private record Signed(long index, IntentId intent, Wish wish, Counters.Entry entry) {
        Signed(long index, IntentId intent, Wish wish) {
            this(index, intent, wish, new Counters.Entry(intent, wish.charge().amount(), wish.at(), wish.slot()));
        }
    }

    PackTogether(Report report) {
        this.report = report;
    }

    private static Charge with(Charge like, BigDecimal amount, BigDecimal max, boolean isAnswered) {
        return new Charge(like.key(), amount, like.window(), max, isAnswered);
    }

    /// It allowed a request that takes this.
    void allowed(String node, long index, IntentId intent, Optional<Slot> slot, List<Charge> charges, Instant now) {
        var all = new ArrayList<>(allowed.of(node, intent).orElse(List.of()));
        all.removeIf(each -> each.until().plus(AT_ONCE).isBefore(now));
        var same = all.stream()
                .filter(each -> each.slot().equals(slot) && each.charges().equals(charges))
                .findFirst();
        if (same.isPresent()) all.set(all.indexOf(same.get()), same.get().alsoAt(now));
        else all.add(new Ruled(index, now, now, slot, charges));
        if (all.size() > ALIKE_MAX) all.removeFirst();
        allowed.put(node, intent, List.copyOf(all));
    }

    /// It agreed to sign it: the least that one of those rulings takes is reserved.
    void agreed(String node, IntentId intent) {
        allowed.of(node, intent).ifPresent(rulings -> reserved.put(node, intent, least(rulings)));
    }

    private static List<Wish> least(List<Ruled> rulings) {
        var wishes = new ArrayList<Wish>();
        var index = rulings.stream().mapToLong(Ruled::index).min().orElseThrow();
        var at = rulings.stream().map(Ruled::at).min(Comparator.naturalOrder()).orElseThrow();
        var asked = rulings.stream()
                .map(Ruled::until)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var keys = rulings.getFirst().charges().stream().map(Charge::key).distinct();
        for (var key : keys.toList()) {
            var charges =
                    rulings.stream().flatMap(each -> each.charge(key).stream()).toList();
            // What not all of them take by the same window may not have been reserved.
            var isSure = charges.size() == rulings.size()
                    && charges.stream().map(Charge::window).distinct().count() == 1;
            if (!isSure) continue;
            var charge = with(
                    charges.getFirst(),
                    charges.stream()
                            .map(Charge::amount)
                            .min(Comparator.naturalOrder())
                            .orElseThrow(),
                    charges.stream()
                            .map(Charge::max)
                            .max(Comparator.naturalOrder())
                            .orElseThrow(),
                    charges.stream().anyMatch(Charge::isAnswered));
            wishes.add(new Wish(index, at, asked, rulings.getFirst().slot(), charge));
        }
        return List.copyOf(wishes);
    }

    /// It signed it.
    ///
    /// @param index of the entry with the receipt
    /// @spec docs/spec/evidence-pack.md#EP-55 evidence-pack
    void signed(String node, long index, IntentId intent) {
        for (var wish : reserved.of(node, intent).orElse(List.of())) {
            var count = new Count(node, wish.charge().key());
            if (exceeded.contains(count)) continue;
            var all = signed.computeIfAbsent(count, _ -> new LinkedHashMap<>());
            var one = new Signed(index, intent, wish);
            if (all.putIfAbsent(intent, one) != null || isReserved(all, one)) continue;
            exceeded.add(count);
            signed.remove(count);
            report.wrong(
                    "limits",
                    "entry %d of %s: with intent %s it signed more in one window than the limit %s lets through, %s"
                            .formatted(
                                    index,
                                    node,
                                    intent,
                                    wish.charge().key(),
                                    wish.charge().max().toPlainString()));
        }
    }

    /// That request counts no more, or is not remembered.
    void forget(String node, IntentId intent, List<Charge> charges) {
        for (var charge : charges) {
            var count = new Count(node, charge.key());
            var all = signed.getOrDefault(count, new HashMap<>());
            all.remove(intent);
            if (all.isEmpty()) signed.remove(count);
        }
    }

    /// Whether it could be reserved when those were that it may have been reserved behind. What was signed behind its
    /// ruling may have been reserved behind it, if that could be.
    private static boolean isReserved(Map<IntentId, Signed> all, Signed one) {
        var others = new ArrayList<>(all.values());
        if (fits(one, others)) return true;
        var later = new ArrayList<>(others.stream()
                .filter(each -> !each.equals(one) && each.index() > one.wish().index())
                .sorted(Comparator.comparing((Signed each) -> each.wish().at()).reversed())
                .toList());
        var isFound = true;
        var looks = 0L;
        while (isFound) {
            isFound = false;
            for (var each : List.copyOf(later)) {
                looks += others.size();
                if (looks > LOOKS_MAX) return false;
                if (!fits(each, others)) continue;
                later.remove(each);
                others.remove(each);
                if (fits(one, others)) return true;
                isFound = true;
            }
        }
        return false;
    }

    private static boolean fits(Signed one, List<Signed> all) {
        var charge = one.wish().charge();
        if (charge.isAnswered()) return true;
        var entries = all.stream().map(Signed::entry).toList();
        return Counters.kept(Map.of(charge.key(), entries), Map.of())
                        .used(
                                charge,
                                one.intent(),
                                one.wish().slot(),
                                one.wish().asked())
                        .add(charge.amount())
                        .compareTo(charge.max())
                <= 0;
    }
}
