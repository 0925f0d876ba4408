/// Putting another key-encryption key on a node's store, in one step that is done or not done.
@NullMarked
package tallystick.node.rekek;

import org.jspecify.annotations.NullMarked;
