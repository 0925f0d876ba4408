/// A fleet of nodes in one process, over a network that can be cut: everything but TLS is the real thing.
@NullMarked
package tallystick.node.kit;

import org.jspecify.annotations.NullMarked;
