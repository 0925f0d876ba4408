/// The key-encryption key: what the node's secrets at rest are sealed under, and how it is changed.
@NullMarked
package tallystick.node.kek;

import org.jspecify.annotations.NullMarked;
