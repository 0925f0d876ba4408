package tallystick.tools.operator;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.KeyRecord;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;

/// The epoch of a key that an operator's order builds on, as nodes show it.
///
/// **Why** the highest number that anybody shows is anybody's to choose: one node that made an epoch 99 up, or kept the
/// certificate of an attempt that came to nothing, had every order refused. So an epoch counts only where nodes show it
/// who can sign in it: cheats, who cannot, have none believed but over a tree of their own, and such a one does not
/// follow that of the others. The names of makers alone would not do, in either direction: a node that was given a new
/// identity key did not sign with that what it signed before.
///
/// @param key of that epoch
/// @param record which proves it, where one does, with the attempt that is believed of those who show it
/// @param others what the rest shows, who count for nothing here
/// @param above who of those tell of a higher attempt than is believed
record EpochInUse(GroupKey key, KeyRecord record, List<ShownKey> others, List<ShownKey> above) {
    /// Copies.
    EpochInUse {
        others = List.copyOf(others);
        above = List.copyOf(above);
    }

    /// What became of the search.
    sealed interface Finding {
        /// There is one.
        record Found(EpochInUse epoch) implements Finding {}

        /// No nodes that show one epoch can sign in it.
        ///
        /// @param why what each shows
        record None(String why) implements Finding {}

        /// Several, of which none is proved to come after all others.
        ///
        /// @param why who shows what
        record Torn(String why) implements Finding {}
    }

    /// Which of the epochs of one key is in use.
    ///
    /// @param shown of one key
    /// @spec docs/spec/node-wire.md#NW-50 node-wire
    static Finding of(Collection<ShownKey> shown) {
        var used = shown.stream().filter(each -> isUsed(each, shown)).toList();
        var newest = used.stream()
                .max(Comparator.<ShownKey>comparingInt(each -> each.key().epoch())
                        .thenComparing(each -> each.proof() instanceof ShownEpoch.Finding.Proved));
        if (newest.isEmpty()) return new Finding.None(words(shown));
        var found = newest.get();
        if (!used.stream().allMatch(each -> each.agreesWith(found) || found.follows(each)))
            return new Finding.Torn(words(used));
        var agreeing = shown.stream().filter(each -> each.agreesWith(found)).toList();
        var attempt = BelievedAttempt.ofShown(agreeing);
        var record = new KeyRecord(found.record().certificate(), found.record().names(), attempt);
        var others = shown.stream().filter(each -> !each.agreesWith(found)).toList();
        return new Finding.Found(new EpochInUse(found.key(), record, others, BelievedAttempt.above(agreeing)));
    }

    /// The attempt to order, where the operator names none.
    ///
    /// @throws Unable if there is none: a lone node may say anything
    int next() throws Unable {
        if (record.attempt() >= CeremonyOrder.ATTEMPT_MAX)
            throw new Unable("those who were heard tell of attempt %d, and the last there is has number %d: have other"
                            .formatted(record.attempt(), CeremonyOrder.ATTEMPT_MAX)
                    + " nodes of the key answer, too, or name a number with --attempt");
        return record.attempt() + 1;
    }

    private static boolean isUsed(ShownKey one, Collection<ShownKey> shown) {
        var names = shown.stream().filter(one::agreesWith).map(ShownKey::node).collect(Collectors.toSet());
        return Coverage.satisfiedBy(one.key().tree(), names);
    }

    private static String words(Collection<ShownKey> shown) {
        return shown.stream().map(ShownKey::words).collect(Collectors.joining("; "));
    }
}
