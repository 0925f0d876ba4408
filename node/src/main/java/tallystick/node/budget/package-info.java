/// How many bytes are held for whom.
@NullMarked
package tallystick.node.budget;

import org.jspecify.annotations.NullMarked;
