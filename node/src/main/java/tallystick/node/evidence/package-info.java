/// What this node signs for auditors: that a pack's manifest says of its log what its log says.
@NullMarked
package tallystick.node.evidence;

import org.jspecify.annotations.NullMarked;
