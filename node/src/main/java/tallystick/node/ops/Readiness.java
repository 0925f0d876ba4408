package tallystick.node.ops;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tallystick.mpc.access.Coverage;
import tallystick.node.rounds.HeldKey;
import tallystick.node.rounds.PoolStock;

/// Whether this node could sign now with every key it holds.
///
/// **Threads** any.
public final class Readiness {
    private static final int REASONS_MAX = 20;

    private final String self;
    private final Supplier<List<HeldKey>> keys;
    private final Supplier<List<String>> linked;
    private final Predicate<String> trusted;
    private final Drain drain;
    private final Supplier<List<String>> unwritable;
    private final BooleanSupplier warm;

    /// @param self this node's name
    /// @param keys that it holds an active share of
    /// @param linked names of the nodes connected now
    /// @param trusted whether this node works with the node of that name
    /// @param unwritable what of its stores cannot be written now
    /// @param warm whether it has practised enough to sign at its speed
    public Readiness(
            String self,
            Supplier<List<HeldKey>> keys,
            Supplier<List<String>> linked,
            Predicate<String> trusted,
            Drain drain,
            Supplier<List<String>> unwritable,
            BooleanSupplier warm) {
        this.self = self;
        this.keys = keys;
        this.linked = linked;
        this.trusted = trusted;
        this.drain = drain;
        this.unwritable = unwritable;
        this.warm = warm;
    }

    /// Why not, a lower-case phrase each; empty if it is ready. A node without keys is ready for its first ceremony.
    /// @spec docs/spec/metrics.md#ME-1 metrics
    public List<String> whyNot() {
        if (drain.hasBegun()) return List.of("it is shutting down");
        var stuck = unwritable.get();
        if (!stuck.isEmpty()) return stuck;
        if (!warm.getAsBoolean()) return List.of("it is warming up");
        var reasons = new ArrayList<String>();
        var present = present();
        for (var key : keys.get()) {
            if (isReady(key, present)) continue;
            var name = key.key().id().toString().substring(0, 16);
            reasons.add(
                    canSign(key, present)
                            ? "key %s: the pools shared with its nodes are not stocked yet".formatted(name)
                            : "key %s: too few of its nodes are linked and trusted".formatted(name));
            if (reasons.size() == REASONS_MAX) break;
        }
        return List.copyOf(reasons);
    }

    /// Whether it is ready to sign with one key.
    public boolean isReady(HeldKey key) {
        return isReady(key, present());
    }

    private Set<String> present() {
        return linked.get().stream().filter(trusted).collect(Collectors.toCollection(HashSet::new));
    }

    private boolean isReady(HeldKey key, Set<String> present) {
        if (!key.needsStock()) return canSign(key, present);
        return canSign(
                key,
                key.stock().stream()
                        .filter(PoolStock::isEnough)
                        .map(PoolStock::peer)
                        .filter(present::contains)
                        .collect(Collectors.toSet()));
    }

    private boolean canSign(HeldKey key, Set<String> peers) {
        var tree = key.key().tree();
        return Coverage.satisfies(
                tree,
                tree.parties().stream()
                        .filter(party -> tree.nameOf(party).equals(self) || peers.contains(tree.nameOf(party)))
                        .toList());
    }
}
