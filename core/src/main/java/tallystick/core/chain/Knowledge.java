package tallystick.core.chain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an organisation says it knows about chains: units of assets, labels of accounts, interfaces of contracts. It
/// makes bytes readable and never makes them mean less: without it effects are the same or [Effect.Undecoded].
///
/// **Why** an argument, and not a lookup: every node, screen and auditor judges with a copy it can name by hash.
///
/// **Threads** immutable.
public final class Knowledge {
    private static final Knowledge NONE = new Knowledge(Map.of(), Map.of(), Map.of(), Map.of());

    private final Map<Asset, Unit> units;
    private final Map<Account, String> labels;
    private final Map<Account, String> own;
    private final Map<Class<?>, Object> chapters;

    /// How people write amounts of an asset.
    ///
    /// @param symbol 1..16 characters
    /// @param decimals 0..77: base units per unit are 10 to this power
    public record Unit(String symbol, int decimals) {
        /// @throws IllegalArgumentException if out of range: the caller's fault
        public Unit {
            if (symbol.isEmpty() || symbol.length() > 16)
                throw new IllegalArgumentException("symbol of %d characters, not 1..16".formatted(symbol.length()));
            if (decimals < 0 || decimals > 77)
                throw new IllegalArgumentException("%d decimals not in 0..77".formatted(decimals));
        }
    }

    private Knowledge(
            Map<Asset, Unit> units,
            Map<Account, String> labels,
            Map<Account, String> own,
            Map<Class<?>, Object> chapters) {
        this.units = Map.copyOf(units);
        this.labels = Map.copyOf(labels);
        this.own = Map.copyOf(own);
        this.chapters = Map.copyOf(chapters);
    }

    /// Knowing nothing.
    public static Knowledge none() {
        return NONE;
    }

    /// What is gathered entry by entry: in time linear in their number, where each step from one [Knowledge] to the
    /// next copies all.
    public static Builder builder() {
        return new Builder();
    }

    /// Gathers entries. **Threads** one at a time.
    public static final class Builder {
        private final Map<Asset, Unit> units = new HashMap<>();
        private final Map<Account, String> labels = new HashMap<>();
        private final Map<Account, String> own = new HashMap<>();

        private Builder() {}

        /// As [Knowledge#unit].
        public Builder unit(Asset asset, Unit unit) {
            units.put(asset, unit);
            return this;
        }

        /// As [Knowledge#label].
        public Builder label(Account account, String label) {
            labels.put(account, label);
            return this;
        }

        /// As [Knowledge#own].
        public Builder own(Account account, String name) {
            own.put(account, name);
            return this;
        }

        /// What was gathered.
        public Knowledge build() {
            return new Knowledge(units, labels, own, Map.of());
        }
    }

    /// This, and how amounts of an asset are written.
    public Knowledge unit(Asset asset, Unit unit) {
        return new Knowledge(with(units, asset, unit), labels, own, chapters);
    }

    /// This, and what the organisation calls an account that is not its own.
    public Knowledge label(Account account, String label) {
        return new Knowledge(units, with(labels, account, label), own, chapters);
    }

    /// This, and an account of the organisation itself with its name.
    public Knowledge own(Account account, String name) {
        return new Knowledge(units, labels, with(own, account, name), chapters);
    }

    /// This, and what a chain's package knows besides; one chapter of each type.
    public <T> Knowledge chapter(Class<T> type, T chapter) {
        return new Knowledge(units, labels, own, with(chapters, type, chapter));
    }

    /// How amounts of an asset are written, if known.
    public Optional<Unit> unitOf(Asset asset) {
        return Optional.ofNullable(units.get(asset));
    }

    /// What the organisation calls an account, be it its own or another's.
    public Optional<String> labelOf(Account account) {
        return Optional.ofNullable(own.getOrDefault(account, labels.get(account)));
    }

    /// Whether an account is the organisation's own.
    public boolean isOwn(Account account) {
        return own.containsKey(account);
    }

    /// Every account with a name, own or not; for look-alike checks.
    public List<Account> named() {
        return java.util.stream.Stream.concat(own.keySet().stream(), labels.keySet().stream())
                .distinct()
                .toList();
    }

    /// What a chain's package knows besides.
    public <T> Optional<T> chapter(Class<T> type) {
        return Optional.ofNullable(chapters.get(type)).map(type::cast);
    }

    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        var copy = new HashMap<>(map);
        copy.put(key, value);
        return copy;
    }
}
