package tallystick.node.epochs;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.core.governance.Roster;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.Settlement;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.node.rounds.NodeRoster;

/// Later epochs of one key than the one known here, each made by a signing set of that, and who has said of which that
/// everybody uses it. Until enough have, a node gives nothing up for it.
///
/// **Why** several: whoever kept the certificate of an attempt that came to nothing can show it first, and must not
/// have the one that everybody uses be overlooked.
///
/// **Threads** one at a time.
final class LaterEpochs {
    /// More than the attempts a node prepares from one epoch would need a certificate each.
    static final int KEPT_MAX = 8;

    private final Map<EpochAttempt, Expected> expected = new LinkedHashMap<>();

    /// @param by the node that showed it first
    private record Expected(String by, ShownEpoch epoch, Map<String, EpochStatement> said) {
        /// How many others say that it is settled: whoever shows it may say so for nothing.
        int others() {
            return said.containsKey(by) ? said.size() - 1 : said.size();
        }
    }

    /// Whether an epoch is expected already that was shown by these very bytes: then it need not be verified again.
    boolean knows(Certificate certificate, List<String> makers) {
        return Optional.ofNullable(expected.get(certificate.about()))
                .map(Expected::epoch)
                .filter(each ->
                        each.certificate().equals(certificate) && each.makers().equals(makers))
                .isPresent();
    }

    /// Keeps an epoch to hear of. Where there are too many, one is forgotten of which nobody but its bearer has said
    /// that it is settled; of those one that came from the node that brought most of them; and of those the oldest.
    ///
    /// **Why** one node may show many certificates that came to nothing, again and again: they take each other's
    /// place.
    ///
    /// @param from who shows it
    /// @return whether it is news
    boolean expect(String from, ShownEpoch epoch) {
        var about = epoch.certificate().about();
        if (expected.containsKey(about)) return false;
        expected.put(about, new Expected(from, epoch, new LinkedHashMap<>()));
        if (expected.size() > KEPT_MAX) forgetOne(about);
        return true;
    }

    private void forgetOne(EpochAttempt latest) {
        var brought = expected.values().stream().collect(Collectors.groupingBy(Expected::by, Collectors.counting()));
        var order = Comparator.<Map.Entry<EpochAttempt, Expected>>comparingInt(
                        each -> each.getValue().others())
                .thenComparing(each -> -brought.getOrDefault(each.getValue().by(), 0L));
        expected.entrySet().stream()
                .filter(each -> !each.getKey().equals(latest))
                .min(order)
                .map(Map.Entry::getKey)
                .ifPresent(expected::remove);
    }

    /// Those above an epoch; the others are forgotten.
    List<ShownEpoch> above(int epoch) {
        expected.values().removeIf(each -> each.epoch().certificate().key().epoch() <= epoch);
        return expected.values().stream().map(Expected::epoch).toList();
    }

    /// Hears that an epoch is settled; of each maker one word is kept.
    ///
    /// @param from the node that said it
    /// @return what was said of that epoch so far, verified by the roster as it is now; nothing if this is not the
    ///     speaker's own word about an epoch that is expected
    Optional<Settlement> hear(String from, EpochStatement statement, Roster roster) {
        var about = expected.get(statement.about());
        if (about == null) return Optional.empty();
        var makers = about.epoch().makers();
        var numbers = NodeRoster.of(roster, makers);
        if (makers.indexOf(from) + 1 != statement.party().value() || !statement.verifies(numbers))
            return Optional.empty();
        about.said().put(from, statement);
        return Optional.of(Settlement.of(about.epoch(), about.said().values(), numbers));
    }
}
