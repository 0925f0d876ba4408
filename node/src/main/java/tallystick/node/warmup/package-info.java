/// Brings the signing path to speed before a node says that it is ready.
@NullMarked
package tallystick.node.warmup;

import org.jspecify.annotations.NullMarked;
