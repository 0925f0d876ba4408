/// What the node must remember before anything leaves it.
@NullMarked
package tallystick.node.ledger;

import org.jspecify.annotations.NullMarked;
