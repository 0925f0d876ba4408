/// What happened, in one order, for programs that follow it.
@NullMarked
package tallystick.control.events;

import org.jspecify.annotations.NullMarked;
