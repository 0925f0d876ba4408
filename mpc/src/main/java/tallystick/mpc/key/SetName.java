package tallystick.mpc.key;

import java.util.List;
import java.util.TreeSet;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;

/// Which signing set, of which key in which epoch: what a [Quarantine] cuts off.
///
/// @param key the key's id
/// @param epoch generation of its shares, from 1
/// @param parties all who sign, ascending and distinct
public record SetName(Digest32 key, int epoch, List<PartyId> parties) {
    /// Copies.
    ///
    /// @throws IllegalArgumentException if the parties are not ascending and distinct, or the epoch is below 1: the
    ///     caller's fault
    public SetName {
        if (epoch < 1) throw new IllegalArgumentException("epoch %d below 1".formatted(epoch));
        parties = List.copyOf(parties);
        if (parties.isEmpty() || !List.copyOf(new TreeSet<>(parties)).equals(parties))
            throw new IllegalArgumentException("parties of a signing set not ascending and distinct");
    }

    /// The set of these parties, of this key in its epoch.
    public static SetName of(GroupKey key, List<PartyId> parties) {
        return new SetName(key.id(), key.epoch(), parties);
    }
}
