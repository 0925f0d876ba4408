package tallystick.mpc.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.session.Invariant;
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
            throw new IllegalArgumentException("%d leaf points for %d leaves"
                    .formatted(leafPoints.size(), tree.leaves().size()));
        if (epoch < 1) throw new IllegalArgumentException("epoch %d below 1".formatted(epoch));
    }

    /// The arithmetic of its curve.
    public Group group() {
        return scheme.curve().group();
    }

    /// Y_{i,S}: the additive verifying point of `party` in `set`, Σ coefficient·leaf point over its leaves. Without
    /// zero-share and tweak; over all of `set` the sum is [#point].
    ///
    /// @throws IllegalArgumentException if `party` is not in `set`: the caller's fault
    public Element additivePoint(PartyId party, SigningSet set) {
        if (!set.parties().contains(party))
            throw new IllegalArgumentException("%s not in the signing set".formatted(party));
        var coefficients = set.coefficients(group());
        var terms = new ArrayList<Group.Term>();
        for (var leaf : tree.leavesOf(party))
            terms.add(new Group.Term(
                    Invariant.present(coefficients.get(leaf.id()), "a set knows its members' leaves"),
                    leafPoint(leaf.id())));
        return group().linearCombination(terms);
    }

    /// The public point of one leaf's share.
    ///
    /// @throws IllegalArgumentException if the tree has no such leaf: the caller's fault
    public Element leafPoint(LeafId leaf) {
        var found = leafPoints.get(leaf);
        if (found == null) throw new IllegalArgumentException("no leaf %d".formatted(leaf.value()));
        return found;
    }

    /// Hash of [#encode]: what certificates, share files and statements name.
    public Digest32 hash() {
        return Transcript.of("tallystick/key/v1/group-key")
                .add("group key", encode())
                .digest();
    }

    /// The canonical bytes of `docs/spec/key-share.md` §1.
    public Bytes encode() {
        return GroupKeyForm.encode(this);
    }

    /// Reads [#encode]; refuses bytes that are not canonical and leaf points that do not share the key over the tree.
    public static Parsed<GroupKey> parse(Bytes encoded) {
        return GroupKeyForm.parse(encoded);
    }
}
