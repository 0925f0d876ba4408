/// Where this node stands with each key's epochs, and the ceremonies that bring a key from one to the next.
@NullMarked
package tallystick.node.epochs;

import org.jspecify.annotations.NullMarked;
