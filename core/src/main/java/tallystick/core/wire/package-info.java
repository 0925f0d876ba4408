/// What programs say to each other at a node's door and on a link, as canonical bytes.
@NullMarked
package tallystick.core.wire;

import org.jspecify.annotations.NullMarked;
