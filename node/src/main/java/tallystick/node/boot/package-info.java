/// The program: builds the node's objects by hand, top to bottom.
@NullMarked
package tallystick.node.boot;

import org.jspecify.annotations.NullMarked;
