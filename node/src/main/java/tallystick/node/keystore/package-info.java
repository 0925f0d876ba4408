/// The node's secrets at rest: sealed records under its key-encryption key.
@NullMarked
package tallystick.node.keystore;

import org.jspecify.annotations.NullMarked;
