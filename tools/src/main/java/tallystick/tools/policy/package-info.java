/// Writes, reviews and tries policies before anybody signs them.
@NullMarked
package tallystick.tools.policy;

import org.jspecify.annotations.NullMarked;
