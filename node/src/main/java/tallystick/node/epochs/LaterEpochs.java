package tallystick.node.epochs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.governance.Roster;
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

    private record Expected(ShownEpoch epoch, Map<String, EpochStatement> said) {}

    /// Keeps an epoch to hear of; where there are too many the oldest is forgotten.
    ///
    /// @return whether it is news
    boolean expect(ShownEpoch epoch) {
        var about = epoch.certificate().about();
        if (expected.containsKey(about)) return false;
        if (expected.size() == KEPT_MAX)
            expected.remove(expected.keySet().iterator().next());
        expected.put(about, new Expected(epoch, new LinkedHashMap<>()));
        return true;
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
