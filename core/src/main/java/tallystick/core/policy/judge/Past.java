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
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.intent.IntentId;

/// What was paid before.
///
/// **Threads** immutable.
public final class Past {
    private static final Past NONE = new Past(List.of());
    private static final Comparator<Payment> ORDER = Comparator.comparing(
                    (Payment each) -> each.intent().value())
            .thenComparing(each -> each.destination().toString())
            .thenComparing(each -> each.asset().toString())
            .thenComparing(Payment::amount)
            .thenComparing(Payment::at);

    private final Map<What, List<Payment>> payments = new HashMap<>();

    /// One payment, signed or still being decided.
    public record Payment(IntentId intent, Instant at, Account destination, Asset asset, BigInteger amount) {}

    private record What(Account destination, Asset asset, BigInteger amount) {}

    /// @param payments in any order
    public Past(Collection<Payment> payments) {
        for (var each : payments)
            this.payments
                    .computeIfAbsent(new What(each.destination(), each.asset(), each.amount()), _ -> new ArrayList<>())
                    .add(each);
    }

    /// Nothing.
    public static Past none() {
        return NONE;
    }

    /// All of them, by request, destination, asset, amount and moment.
    public List<Payment> payments() {
        return payments.values().stream().flatMap(List::stream).sorted(ORDER).toList();
    }

    /// Who was paid.
    public Set<Account> paid() {
        return payments.keySet().stream().map(What::destination).collect(Collectors.toUnmodifiableSet());
    }

    /// Another request of the same payment, not longer ago than this; of several the one with the smallest id.
    /// @spec docs/spec/policy.md#PO-6 policy
    public Optional<IntentId> duplicate(
            IntentId intent, Account destination, Asset asset, BigInteger amount, Instant now, Duration within) {
        return payments.getOrDefault(new What(destination, asset, amount), List.of()).stream()
                .filter(each -> !each.intent().equals(intent))
                .filter(each -> !each.at().plus(within).isBefore(now))
                .map(Payment::intent)
                .min((a, b) -> a.value().compareTo(b.value()));
    }
}
