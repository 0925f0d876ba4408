/// The node's links to other nodes and its door for operators and initiators.
@NullMarked
package tallystick.node.transport;

import org.jspecify.annotations.NullMarked;
