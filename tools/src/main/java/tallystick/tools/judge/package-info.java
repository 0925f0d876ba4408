/// Judges recorded objects by a policy, as a node would.
@NullMarked
package tallystick.tools.judge;

import org.jspecify.annotations.NullMarked;
