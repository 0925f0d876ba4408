/// Says what unsigned bytes do, without a node, a key or a network.
@NullMarked
package tallystick.tools.decode;

import org.jspecify.annotations.NullMarked;
