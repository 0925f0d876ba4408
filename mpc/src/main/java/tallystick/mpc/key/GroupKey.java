package tallystick.mpc.key;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.session.PartyId;

/// The public half of one key in one epoch: what every party and every outsider may know.
///
/// @param id names the key for ever: hash of the transcript of its generation
/// @param scheme how it signs
/// @param tree who can sign
/// @param epoch generation of its shares, from 1; refresh, reshare and repair raise it
/// @param point the joint public key (internal key; tweaks are applied at signing)
/// @param chainCode for derivation; fixed at generation
/// @param leafPoints for each leaf its share times the generator
public record GroupKey(
        Digest32 id,
        Scheme scheme,
        QuorumTree tree,
        int epoch,
        Point point,
        Digest32 chainCode,
        SortedMap<LeafId, Element> leafPoints) {
    /// Copies.
    public GroupKey {
        leafPoints = Collections.unmodifiableSortedMap(new TreeMap<>(leafPoints));
        if (leafPoints.size() != tree.leaves().size())
            throw new IllegalArgumentException("%d leaf points for %d leaves".formatted(leafPoints.size(), tree.leaves().size()));
        if (epoch < 1) throw new IllegalArgumentException("epoch %d below 1".formatted(epoch));
    }

    /// The arithmetic of its curve.
    public Group group() {
        return scheme.curve().group();
    }

    /// Y_{i,S}: the additive verifying point of `party` in `set`.
    public Element additivePoint(PartyId party, SigningSet set) {
        throw new UnsupportedOperationException();
    }
}
