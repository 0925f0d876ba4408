/// Shares made anew when it is time.
@NullMarked
package tallystick.node.refresh;

import org.jspecify.annotations.NullMarked;
