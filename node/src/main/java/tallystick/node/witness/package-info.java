/// Nodes as witnesses of each other's logs: each remembers the largest checkpoint of every other, and stops working
/// with one whose log shrank or changed its past.
@NullMarked
package tallystick.node.witness;

import org.jspecify.annotations.NullMarked;
