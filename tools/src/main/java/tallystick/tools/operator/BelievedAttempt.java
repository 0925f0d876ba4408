package tallystick.tools.operator;

import java.util.Collection;
import java.util.List;
import tallystick.core.wire.CeremonyOrder;

/// The highest attempt that nodes were ordered to make, as far as it is believed of them: nobody signs it, and attempts
/// are used up for ever.
final class BelievedAttempt {
    /// Beyond the middle answer by so many nobody comes who is honest; an order from there every node takes.
    static final int ABOVE_MIDDLE_MAX = CeremonyOrder.OPERATOR_STEP_MAX / 10;

    private BelievedAttempt() {}

    /// The same of those who show one epoch.
    static int ofShown(Collection<ShownKey> shown) {
        return of(shown.stream().map(each -> each.record().attempt()).toList());
    }

    /// Those who tell of a higher one than is believed: they lie, or were ordered one that somebody's lie had counted.
    static List<ShownKey> above(Collection<ShownKey> shown) {
        var believed = ofShown(shown);
        return shown.stream().filter(each -> each.record().attempt() > believed).toList();
    }

    /// The highest answer that is not far above the middle one; 0 if there is none.
    ///
    /// @param answers of one node each
    /// @spec docs/spec/node-wire.md#NW-49 node-wire
    static int of(Collection<Integer> answers) {
        var sorted = answers.stream().sorted().toList();
        if (sorted.isEmpty()) return 0;
        var middle = sorted.get((sorted.size() - 1) / 2);
        return sorted.stream()
                .filter(each -> (long) each - middle <= ABOVE_MIDDLE_MAX)
                .reduce(middle, Math::max);
    }
}
