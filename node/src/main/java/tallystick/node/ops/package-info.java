/// What operators see of a running node: whether it lives, whether it is ready, its figures; and how it ends.
@NullMarked
package tallystick.node.ops;

import org.jspecify.annotations.NullMarked;
