package tallystick.core.policy.judge;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.matter.Slot;

/// What was paid before.
///
/// **Form** a value: one payment more gives another one, which shares what is old with the one before.
///
/// **Threads** immutable.
public final class Past {
    private static final int FRESH_MAX = 64;
    private static final Past NONE = new Past(List.of());
    private static final Comparator<Payment> ORDER = Comparator.comparing(
                    (Payment each) -> each.intent().value())
            .thenComparing(each -> each.destination().toString())
            .thenComparing(each -> each.asset().toString())
            .thenComparing(Payment::amount)
            .thenComparing(Payment::at);

    private final Map<What, List<Payment>> sorted;
    private final Resemblance paid;
    private final List<Payment> fresh;

    /// One payment, signed or still being decided.
    ///
    /// @param slot the place on a chain that it shares with others, if it has one
    public record Payment(
            IntentId intent, Instant at, Account destination, Asset asset, BigInteger amount, Optional<Slot> slot) {
        /// Without a slot.
        public Payment(IntentId intent, Instant at, Account destination, Asset asset, BigInteger amount) {
            this(intent, at, destination, asset, amount, Optional.empty());
        }

        /// Whether another request pays the same once more. Of two that share a slot the chain takes only one.
        /// @spec docs/spec/policy.md#PO-6 policy
        /// @spec docs/spec/policy.md#PO-19 policy
        public boolean isRepeatedBy(Payment other) {
            return !intent.equals(other.intent)
                    && What.of(this).equals(What.of(other))
                    && (slot.isEmpty() || !slot.equals(other.slot));
        }
    }

    private record What(Account destination, Asset asset, BigInteger amount) {
        static What of(Payment payment) {
            return new What(payment.destination(), payment.asset(), payment.amount());
        }
    }

    /// @param payments in any order
    public Past(Collection<Payment> payments) {
        sorted = new HashMap<>();
        for (var each : payments)
            sorted.computeIfAbsent(What.of(each), _ -> new ArrayList<>()).add(each);
        paid = Resemblance.of(payments.stream().map(Payment::destination).toList());
        fresh = List.of();
    }

    private Past(Past before, List<Payment> fresh) {
        sorted = before.sorted;
        paid = before.paid;
        this.fresh = List.copyOf(fresh);
    }

    /// Nothing.
    public static Past none() {
        return NONE;
    }

    /// With one more.
    public Past plus(Payment payment) {
        if (fresh.size() == FRESH_MAX)
            return new Past(Stream.concat(all(), Stream.of(payment)).toList());
        var more = new ArrayList<>(fresh);
        more.add(payment);
        return new Past(this, more);
    }

    private Stream<Payment> all() {
        return Stream.concat(sorted.values().stream().flatMap(List::stream), fresh.stream());
    }

    /// All of them, by request, destination, asset, amount and moment.
    public List<Payment> payments() {
        return all().sorted(ORDER).toList();
    }

    /// Who was paid.
    public List<Resemblance> paid() {
        return List.of(
                paid, Resemblance.of(fresh.stream().map(Payment::destination).toList()));
    }

    /// What others paid that this would pay once more.
    public List<Payment> repeatedBy(Payment payment) {
        return Stream.concat(sorted.getOrDefault(What.of(payment), List.of()).stream(), fresh.stream())
                .filter(each -> each.isRepeatedBy(payment))
                .toList();
    }

    /// Another request of the same payment, not longer ago than this; of several the one with the smallest id.
    ///
    /// What came after the request's own payment repeats that, and not the reverse: of two twins one is the second.
    ///
    /// @param payment dated now
    /// @spec docs/spec/policy.md#PO-6 policy
    public Optional<IntentId> duplicate(Payment payment, Duration within) {
        var own = Stream.concat(sorted.getOrDefault(What.of(payment), List.of()).stream(), fresh.stream())
                .filter(each -> each.intent().equals(payment.intent()))
                .filter(each -> What.of(each).equals(What.of(payment)))
                .map(Payment::at)
                .min(Comparator.naturalOrder());
        return repeatedBy(payment).stream()
                .filter(each -> own.isEmpty() || !each.at().isAfter(own.get()))
                .filter(each -> !each.at().plus(within).isBefore(payment.at()))
                .map(Payment::intent)
                .min(Comparator.comparing(IntentId::value));
    }
}
