package tallystick.core.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tallystick.core.policy.Names;
import tallystick.core.topology.Station.Trait;
import tallystick.core.topology.Weakness.Kind;

/// Looks for what one operator, zone, account, provider or build could do alone.
///
/// **Why** two shares in one account are one share for whoever gets into the account, whatever the quorum says.
///
/// **Form** a trait that is not known of a party could be anybody's: the party is counted to every value of it.
///
/// @param parties all holders of shares
/// @param stations where they stand
public record Topology(NavigableSet<String> parties, NavigableMap<String, Station> stations) {
    private static final int APART_MAX = 16;

    /// Copies.
    public Topology {
        parties = Names.sorted(parties);
        stations = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(stations));
    }

    /// Looks.
    ///
    /// @param canSign whether a set of parties can sign together; of a set that can, every larger one can
    /// @param canRecover the same of recovering the key
    /// @return the grave ones first
    /// @spec docs/spec/policy-review.md#PV-5 policy-review
    public List<Weakness> weaknesses(Predicate<Set<String>> canSign, Predicate<Set<String>> canRecover) {
        var found = new ArrayList<Weakness>();
        for (var name : stations.keySet())
            if (!parties.contains(name))
                found.add(new Weakness(
                        Kind.STRANGER, of(name), true, "%s is described and is no party of the key.".formatted(name)));
        for (var name : parties) unknown(name, found);
        for (var trait : Trait.values())
            for (var value : values(trait)) alone(trait, value, canSign, canRecover, found);
        apart(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(parties), canSign).ifPresent(found::add);
        return found.stream()
                .sorted(Comparator.comparing((Weakness each) -> !each.isGrave()))
                .toList();
    }

    private static NavigableSet<String> of(String name) {
        return Names.sorted(List.of(name));
    }

    private void unknown(String name, List<Weakness> found) {
        var station = stations.get(name);
        for (var trait : Trait.values())
            if (trait.isBarred() && (station == null || station.value(trait).isEmpty()))
                found.add(new Weakness(
                        Kind.UNKNOWN,
                        of(name),
                        true,
                        "Nobody says which %s %s has: it could be anybody's.".formatted(trait.field(), name)));
    }

    private NavigableSet<String> values(Trait trait) {
        var found = new TreeSet<String>();
        for (var name : parties) {
            var station = stations.get(name);
            if (station != null) station.value(trait).ifPresent(found::add);
        }
        return found;
    }

    /// Two sets without a party in common: what one of them counted and bound itself to, the other does not know.
    private Optional<Weakness> apart(
            NavigableSet<String> one,
            NavigableSet<String> other,
            NavigableSet<String> rest,
            Predicate<Set<String>> canSign) {
        if (parties.size() > APART_MAX || !canSign.test(both(one, rest)) || !canSign.test(both(other, rest)))
            return Optional.empty();
        if (rest.isEmpty()) return Optional.of(apart(one, other));
        var left = new TreeSet<>(rest);
        var next = Set.of(rest.first());
        left.removeAll(next);
        return apart(both(one, next), other, left, canSign).or(() -> apart(one, both(other, next), left, canSign));
    }

    private Weakness apart(NavigableSet<String> one, NavigableSet<String> other) {
        return new Weakness(
                Kind.TWO_SETS,
                parties,
                false,
                "%s can sign, and so can %s: neither knows what the other has signed."
                        .formatted(String.join(", ", one), String.join(", ", other)));
    }

    private static NavigableSet<String> both(Set<String> some, Set<String> more) {
        var all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    /// A hand with several parties is to lack more than one: somebody who is in it needs a single accomplice, or a
    /// single mistake of somebody else.
    private void oneMore(
            Trait trait, NavigableSet<String> held, String who, Predicate<Set<String>> canSign, List<Weakness> found) {
        for (var name : parties) {
            var more = new TreeSet<>(held);
            if (!more.add(name) || !canSign.test(more)) continue;
            found.add(new Weakness(
                    Kind.LACKS_ONE, held, trait.isHand(), "%s lacks only %s to sign.".formatted(who, name)));
            return;
        }
    }

    private void alone(
            Trait trait,
            String value,
            Predicate<Set<String>> canSign,
            Predicate<Set<String>> canRecover,
            List<Weakness> found) {
        var held = new TreeSet<String>();
        var rest = new TreeSet<String>();
        for (var name : parties) {
            var station = stations.getOrDefault(name, Station.of(Map.of()));
            if (station.value(trait).filter(each -> !each.equals(value)).isEmpty()) held.add(name);
            if (station.value(trait).filter(value::equals).isEmpty()) rest.add(name);
        }
        var who = "%s %s (%s)".formatted(trait.field(), value, String.join(", ", held));
        if (canSign.test(held))
            found.add(
                    new Weakness(Kind.HOLDS_SIGNING_SET, held, trait.isBarred(), "%s can sign alone.".formatted(who)));
        else if (held.size() > 1) oneMore(trait, held, who, canSign, found);
        if (trait == Trait.BUILD) return;
        if (!canSign.test(rest))
            found.add(new Weakness(Kind.BLOCKS_SIGNING, held, false, "Without %s nobody can sign.".formatted(who)));
        if (!canRecover.test(rest))
            found.add(new Weakness(
                    Kind.BLOCKS_RECOVERY, held, false, "Without %s nothing can be recovered.".formatted(who)));
    }
}
