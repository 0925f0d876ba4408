/// A share that comes back from its backup to a node whose disk is lost.
@NullMarked
package tallystick.node.restore;

import org.jspecify.annotations.NullMarked;
