package tallystick.mpc.access;

import java.util.List;
import tallystick.mpc.session.PartyId;

/// A node of a quorum tree after weights are expanded.
public sealed interface Node {
    /// One share scalar, held by `owner`.
    record Leaf(LeafId id, PartyId owner) implements Node {}

    /// `minChildren` of the children; child i (from 1) holds the gate's polynomial at i.
    ///
    /// @param index the gate's number in pre-order, root 0: names it in transcripts
    record Gate(int index, int minChildren, List<Node> children) implements Node {
        /// Copies.
        public Gate {
            children = List.copyOf(children);
        }
    }
}
